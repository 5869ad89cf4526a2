"""`airwire import`: articles from files and addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import click

from webapp.commands.errors import errors_in_words
from webapp.commands.long_work.progress import shown
from webapp.commands.long_work.stopping import WholeSteps, stopped_between_steps
from webapp.intake.feeds.named_source import open_source
from webapp.intake.formats.detect import parse_document
from webapp.intake.importing.documents import Document, HeldStory, ImportItem, Outcome, SourceStory, SourceWithdrawal
from webapp.intake.importing.importer import Heard, Importer
from webapp.intake.importing.outcomes import oldest_first
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.picture_size import measured
from webapp.intake.story.urls import normalize_url
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.staff import Actor
from webapp.wiring.config import read_config
from webapp.wiring.services import Services, build

IMPORT = Actor(name="import", role="system")

Bring = Callable[[Document, Heard], Iterable[Outcome]]


@click.command("import")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--address", "saved_from", metavar="URL", help="Where a file was saved from: for links without a host.")
@click.option("--check", is_flag=True, help="Say what would come in, and change nothing; needs no running station.")
@errors_in_words
def import_(sources: tuple[str, ...], saved_from: str | None, check: bool) -> None:
    """Bring in articles from files or addresses.

    SOURCE is RSS, Atom, JSON Feed, posts of WordPress' REST interface, ninjs, NITF, NewsML-G2, or one HTML page.

    Each story is one line of output: imported, updated, unchanged, withdrawn, double (of one that came by another source), held,
    or refused and why. Importing twice makes no doubles: a story is known by its own address, or by its guid. What is
    embargoed or dated in the future is held, and goes out by itself then; what its source forbids waits for an editor. A
    date without a zone is the station's; a story without a date has the day in its address, else it is published now.
    Only public addresses are fetched, 2 MB at most. Ctrl-C stops it between two stories: import it again, and it goes on.

    Exit status: 0 if every source gave at least one story (an unchanged one counts), 1 if from some source nothing
    was taken or the store is away, 2 for wrong usage.
    """
    if saved_from is not None and normalize_url(saved_from) is None:
        raise click.BadParameter(f"{saved_from!r} is no http(s) address", param_hint="--address")
    services = build(read_config())
    services.load_settings()
    bring = _previewer(services) if check else _importer(services)
    with stopped_between_steps() as whole_steps:
        empty = [source for source in sources if not _import_source(source, saved_from, bring, whole_steps)]
    if empty:
        raise SystemExit(1)


def _import_source(source: str, saved_from: str | None, bring: Bring, whole_steps: WholeSteps) -> bool:
    """Imports one source and prints a line for each story; whether anything was accepted."""
    try:
        document = open_source(source, saved_from)
    except NewsroomError as error:
        click.echo(f"refused    {source}: {error.message}")
        return False
    outcomes: list[Outcome] = []
    name = clean_line(source.rsplit("/", 1)[-1] or source, 40)
    try:
        with shown(
            f"importing {name}", stopped="what is in is whole, and importing it again goes on there"
        ) as progress:

            def heard(done: int, of: int, outcome: Outcome | None) -> None:
                if outcome:
                    outcomes.append(outcome)
                progress(done, of, outcome.label if outcome else "")
                whole_steps(done < of)

            for _ in bring(document, heard):
                pass
    except StoreAway as away:
        raise StoreAway(f"{source}: {away.message}; import it again, nothing is doubled") from None
    finally:
        for outcome in outcomes:
            click.echo(in_words(outcome))
        if outcomes:
            click.echo(f"{name}: {_counted(outcomes)}", err=True)
    return any(outcome.kind != "refused" for outcome in outcomes)


def _counted(outcomes: list[Outcome]) -> str:
    """`12 stories: 10 imported, 2 unchanged`."""
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in Counter(outcome.kind for outcome in outcomes).items())
    return f"{len(outcomes):,} {'story' if len(outcomes) == 1 else 'stories'}: {kinds}"


def in_words(outcome: Outcome) -> str:
    """`imported   Rice prices ease (rice-prices-ease)`."""
    where = f" ({outcome.slug})" if outcome.slug else ""
    why = "; ".join(filter(None, (outcome.reason, *outcome.notes)))
    text = f"{outcome.label}{where}: {why}" if why else f"{outcome.label}{where}"
    return f"{outcome.kind:<10} {clean_line(text, 800)}"  # one line, without a stranger's control characters


def _importer(services: Services) -> Bring:
    importer = Importer(services.desk, services.articles, services.station, measured)
    return lambda document, heard: importer.bring([document], services.now(), IMPORT, heard)


def _previewer(services: Services) -> Bring:
    def preview(document: Document, heard: Heard) -> Iterable[Outcome]:
        results = oldest_first(parse_document(document, services.station, services.now()))
        outcomes = [_foreseen(result) for result in results]
        for done, outcome in enumerate(outcomes, 1):
            heard(done, len(outcomes), outcome)
        return outcomes

    return preview


def _foreseen(result: ImportItem) -> Outcome:
    match result:
        case HeldStory(article=article):
            return Outcome("held", article.title, article.slug, reason=result.reason, until=result.until)
        case SourceStory(article=article):
            return Outcome("imported", article.title, article.slug, notes=result.remarks)
        case SourceWithdrawal():
            return Outcome("refused" if result.held else "withdrawn", result.title, reason=result.held or result.reason)
        case _:
            return Outcome("refused", result.label, reason=result.reason)
