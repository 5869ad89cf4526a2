"""3,000 made-up articles in English and Filipino, and queries that each have one article as their answer.

The words are those of the demo's articles, by natural frequencies (Zipf). Articles come in running stories that share most of
their words, as in a newsroom: what tells one from another are a few words.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from unicodedata import combining, normalize

from webapp.newsroom.articles.article_text import text_of
from webapp.newsroom.model import Article

COPY = Path(__file__).parents[2] / "webapp" / "demo" / "copy"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
ENDINGS = {"en": ("", "s", "ed", "ing"), "fil": ("", "an", "ng", "hin")}
NAMES = ("Biñan", "Parañaque", "Señor", "Niño", "Peñafrancia", "José", "Andrés", "Las Piñas", "Dasmariñas", "Muñoz")
QUESTIONS = {
    "en": ("what is the latest on {}", "where can I read about {}", "how does {} affect us", "who is behind the {}"),
    "fil": ("ano ang mga balita sa {}", "kailan ba ang {}", "bakit po may {}", "sino ang nasa likod ng {}"),
}
SMALL_WORD_CHARS = 3
"""Words this short are grammar, mostly: every third word of a text, and none of a query."""

ARTICLES_PER_STORY = 6
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Query:
    """What somebody types who looks for the article `slug`."""

    text: str
    slug: str


class Words:
    """The words of one language, small ones apart, with natural frequencies."""

    def __init__(self, language: str, dice: random.Random) -> None:
        texts = [path.read_text("utf-8").split("+++", 2) for path in sorted(COPY.glob("*.md"))]
        own = [text for _, head, text in texts if tomllib.loads(head)["language"] == language]
        plain = sorted({word.lower() for text in own for word in WORD.findall(text)})
        self.small = [word for word in plain if len(word) <= SMALL_WORD_CHARS]
        self.long = [word + ending for word in plain if len(word) > SMALL_WORD_CHARS for ending in ENDINGS[language]]
        dice.shuffle(self.small)
        dice.shuffle(self.long)
        self._weights = [
            list(accumulate(1 / (rank + 5) for rank in range(len(words)))) for words in (self.long, self.small)
        ]
        self._dice = dice

    def some(self, count: int, small: bool = False) -> list[str]:
        words = self.small if small else self.long
        return self._dice.choices(words, cum_weights=self._weights[small], k=count)


def articles(count: int, seed: int = 1) -> list[Article]:
    """`count` articles of about 2.5 kB in two languages, three hours apart, in random order of stories."""
    dice = random.Random(seed)
    words = {language: Words(language, dice) for language in ENDINGS}
    stories = []
    for number in range(-(-count // ARTICLES_PER_STORY)):
        language = ("en", "fil")[number % 2]
        stories.append((language, dice.sample(words[language].long, 12)))
    order = [story for story in stories for _ in range(ARTICLES_PER_STORY)][:count]
    dice.shuffle(order)
    return [_article(number, language, own, words[language], dice) for number, (language, own) in enumerate(order)]


def _article(number: int, language: str, own: list[str], words: Words, dice: random.Random) -> Article:
    def text(length: int, share: float) -> list[str]:
        kinds = dice.choices(("own", "small", "any"), (share, 0.35, 0.65 - share), k=length)
        return [dice.choice(own) if kind == "own" else words.some(1, kind == "small")[0] for kind in kinds]

    title, name = text(dice.randint(6, 10), 0.35), dice.choice(NAMES)
    if number % 3 == 0:
        title.insert(dice.randint(0, len(title)), name)
    body = text(dice.randint(200, 420), 0.15)
    for word in dice.sample([*title, name], 4) * 2:
        body.insert(dice.randint(0, len(body)), word)
    return Article(
        slug=f"story-{number}", title=" ".join(title).capitalize(), summary=" ".join(text(20, 0.3)), language=language,
        body_html=f"<p>{' '.join(body)}</p>", topics=(own[0],), published_at=NOW - timedelta(hours=3 * number),
    )  # fmt: skip


def queries(made: list[Article], count: int, seed: int = 2) -> dict[str, list[Query]]:
    """Kind → `count` queries."""
    dice = random.Random(seed)

    def title(article: Article, count: int) -> list[str]:
        long = [word for word in WORD.findall(article.title) if len(word) > SMALL_WORD_CHARS]
        return dice.sample(long, min(count, len(long)))

    def phrase(article: Article) -> str:
        text = text_of(article).split()
        at = dice.randrange(len(text) - 4)
        return " ".join(text[at : at + 4])

    def unmarked(article: Article) -> str:
        marked = [word for word in article.title.split() if _unmarked(word) != word]
        return " ".join([*map(_unmarked, marked), *title(article, 1)])

    def with_one_dropped(article: Article) -> str:
        words = title(article, 3)
        at = max(range(len(words)), key=lambda n: len(words[n]))
        letter = dice.randrange(1, len(words[at]))
        words[at] = words[at][:letter] + words[at][letter + 1 :]
        return " ".join(words)

    def question(article: Article) -> str:
        return dice.choice(QUESTIONS[article.language]).format(" ".join(title(article, 2)))

    kinds: dict[str, Callable[[Article], str]] = {
        "whole title": lambda article: article.title, "three words of the title": lambda article: " ".join(title(article, 3)),
        "two words of the title": lambda article: " ".join(title(article, 2)), "four words of the text in a row": phrase,
        "accents left off": unmarked, "a letter dropped": with_one_dropped, "a question around two words": question,
    }  # fmt: skip
    with_marks = [article for article in made if _unmarked(article.title) != article.title]
    return {
        kind: [Query(ask(one), one.slug) for one in dice.sample(with_marks if ask is unmarked else made, count)]
        for kind, ask in kinds.items()
    }


def _unmarked(word: str) -> str:
    return "".join(letter for letter in normalize("NFKD", word) if not combining(letter))
