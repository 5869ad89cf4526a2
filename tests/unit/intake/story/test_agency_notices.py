"""Kills, corrections, embargoes, notes and tests as agencies word them; and ordinary headlines in the same words."""

from __future__ import annotations

import pytest

from webapp.intake.wire.agency_notices import classify_notice

NOTICES = [
    # -- kills
    ("KILL-Storm leaves the Visayas", "", "kill"),
    ("KILL: Storm leaves the Visayas", "", "kill"),
    ("KILL - Storm leaves the Visayas", "", "kill"),
    ("KILL -- Storm leaves the Visayas", "", "kill"),
    ("MANDATORY KILL - Senator jailed for theft", "", "kill"),
    ("MANDATORY KILL: Senator jailed for theft", "", "kill"),
    ("BULLETIN KILL: Senator jailed for theft", "", "kill"),
    ("URGENT - KILL - Senator jailed for theft", "", "kill"),
    ("AFP-KILL: Senator jailed for theft", "", "kill"),
    ("PNA KILL - Senator jailed for theft", "", "kill"),
    ("KILL KILL KILL - Senator jailed", "", "kill"),
    ("KILL NOTICE: Senator jailed", "", "kill"),
    ("Kill notice: Senator jailed", "", "kill"),
    ("STORY KILLED: Senator jailed", "", "kill"),
    ("STORY REMOVED: Mayor accused of graft", "", "kill"),
    ("Story removed: Mayor accused of graft", "", "kill"),
    ("STORY WITHDRAWN - Mayor accused of graft", "", "kill"),
    ("Article retracted: Mayor accused of graft", "", "kill"),
    ("WITHDRAWN: Mayor accused of graft", "", "kill"),
    ("WITHDRAWN - Mayor accused of graft", "", "kill"),
    ("Withdrawn: Mayor accused of graft", "This story has been withdrawn.", "kill"),
    ("WITHDRAWAL-Mayor accused of graft", "", "kill"),
    ("RETRACTION: Mayor accused of graft", "", "kill"),
    ("PLEASE DISREGARD: Mayor accused of graft", "", "kill"),
    ("ADVISORY-Withdrawal of Manila court story", "", "kill"),
    ("ADVISORY-Manila court story withdrawn", "", "kill"),
    ("ADVISORY: Wire withdraws story on Manila court", "", "kill"),
    ("ATTENTION EDITORS: Kill Manila court story", "", "kill"),
    ("EDITORS: Please kill BC-Manila-Court", "", "kill"),
    ("Eds: KILL the story Senator jailed for theft", "", "kill"),
    ("Editors - disregard our earlier report on the senator", "", "kill"),
    ("Please kill the story on the senator", "", "kill"),
    ("Please do not use story slugged Manila-Court", "", "kill"),
    ("BC-AS--Philippines-Storm, KILL", "", "kill"),
    ("BC-AS--Philippines-Storm, Mandatory Kill", "", "kill"),
    ("Senator jailed for theft", "EDITORS: Please kill the story above. It is wrong.", "kill"),
    ("Senator jailed for theft", "A kill is mandatory. Make certain the story is not published.", "kill"),
    ("Senator jailed", "The story is wrong and is withdrawn. There will be no substitute story.", "kill"),
    ("ANNULATION - Le sénateur condamné", "", "kill"),
    ("ANNULATION: Le sénateur condamné", "Prière de ne pas utiliser cette dépêche.", "kill"),
    ("DÉPÊCHE ANNULÉE: Le sénateur condamné", "", "kill"),
    ("ANULACIÓN - El senador, condenado", "", "kill"),
    ("ANULACION: El senador, condenado", "Rogamos anulen la noticia titulada El senador, condenado.", "kill"),
    ("ANULADO: El senador, condenado", "Queda anulada la noticia.", "kill"),
    ("(KILL) Senator jailed for theft", "", "kill"),
    ("SE ANULA - El senador, condenado", "", "kill"),
    (
        "ATENCIÓN ANULAR: El senador, condenado",
        "Rogamos a los abonados que anulen la información titulada El senador.",
        "kill",
    ),
    ("El senador, condenado", "Rogamos a los abonados que no utilicen la noticia de esta mañana.", "kill"),
    ("El senador, condenado", "Se ruega anulen el despacho de las 10:00.", "kill"),
    ("PUBLICATION ANNULÉE - Le sénateur condamné", "", "kill"),
    ("Bulletin Kill: Senator jailed", "", "kill"),
    ("REFILE-KILL-Senator jailed", "", "kill"),
    ("Elimination: Senator jailed", "The story above is wrong. Eds: do not use; the elimination is mandatory.", "kill"),
    ("[WITHDRAWN] Mayor accused of graft", "", "kill"),
    ("Mayor accused of graft [RETRACTED]", "", "kill"),
    ("Mayor accused of graft (STORY REMOVED)", "", "kill"),
    ("KILL NOTICE", "", "kill"),
    ("KILL ADVISORY Senator jailed for theft", "", "kill"),
    ("This story has been removed", "", "kill"),
    ("This article has been taken down by the editors.", "", "kill"),
    ("Inalis na ang balitang ito", "", "kill"),
    ("REMOVED: Mayor accused of graft", "The article was removed from our website.", "kill"),
    ("Noticia anulada: El senador, condenado", "", "kill"),
    ("ACHTUNG - Die Meldung Senator verurteilt wird zurückgezogen", "", "kill"),
    ("Meldung zurückgezogen: Senator verurteilt", "", "kill"),
    ("STORNO: Senator verurteilt", "Bitte die Meldung nicht verwenden.", "kill"),
    ("ACHTUNG REDAKTIONEN: Bitte Senator-Text nicht verwenden", "", "kill"),
    ("BINAWI: Senador, nakulong", "Binabawi ng ahensya ang balita.", "kill"),
    ("HUWAG GAMITIN - Senador, nakulong", "", "kill"),
    # -- corrections
    ("CORRECTION: Oil story, read 48.86 in paragraph four", "", "correction"),
    ("CORRECTION: In oil story please read in paragraph four dlrs 48.86", "", "correction"),
    ("Correction: Oil story", "", "correction"),
    ("Correction: Philippines-Storm story", "In a story March 2, The Wire gave a wrong figure.", "correction"),
    ("URGENT CORRECTION - Oil", "In the second paragraph the price should be 48.86.", "correction"),
    ("RECTIFICATIF - Pétrole", "Bien lire au deuxième paragraphe 48,86 dollars.", "correction"),
    ("CORRECCIÓN: Petróleo", "En el segundo párrafo léase 48,86.", "correction"),
    ("BERICHTIGUNG: Öl", "Im 2. Absatz muss es richtig heißen: 48,86.", "correction"),
    ("PAGTUTUWID: Langis", "Sa ikalawang talata ay 48.86 ang presyo.", "correction"),
    # -- embargoes
    ("EDITORS' NOTE: Embargoed until 0600 GMT", "", "embargo"),
    ("EDITORS’ NOTE - Embargoed until Monday", "", "embargo"),
    ("EMBARGOED UNTIL 6 A.M. MONDAY - The budget in full", "", "embargo"),
    ("(EMBARGOED) The budget in full", "", "embargo"),
    ("Embargoed until 6 a.m.: The budget in full", "", "embargo"),
    ("SOUS EMBARGO JUSQU'À 18H - Le budget", "", "embargo"),
    ("EMBARGADO HASTA LAS 18.00 - El presupuesto", "", "embargo"),
    ("SPERRFRIST: 18.00 Uhr - Der Haushalt", "", "embargo"),
    # -- notes to editors and advisories
    ("EDITORS' NOTE: Storm pictures will move shortly", "", "note"),
    ("EDITOR'S NOTE: Story slugged Philippines-Storm will be updated", "", "note"),
    ("PHOTO KILL: Senator in court", "", "note"),
    ("PICTURE KILL - Senator in court", "", "note"),
    ("NOTE TO EDITORS: Our service closes at midnight", "", "note"),
    ("ATTENTION EDITORS - Visual coverage of the storm", "", "note"),
    ("NOTE AUX RÉDACTIONS: Nos prévisions", "", "note"),
    ("AVISO A LOS ABONADOS: Previsiones", "", "note"),
    ("ACHTUNG REDAKTIONEN: Themenplanung", "", "note"),
    ("PAALALA SA MGA EDITOR: Mga larawan ng bagyo", "", "note"),
    ("ADVISORY-Wire plans for the elections", "", "advisory"),
    ("ADVISORY: Coverage of the elections", "", "advisory"),
    ("BC-AP News Coverage Advisory 10:15", "", "advisory"),
    ("BC-AP News Digest 3 a.m.", "", "advisory"),
    # -- tests
    ("TEST - please ignore", "", "test"),
    ("Test, please disregard", "", "test"),
    ("TEST TEST TEST", "", "test"),
    ("Test", "", "test"),
    ("Test message 2", "", "test"),
    ("This is a test", "", "test"),
    ("PLEASE IGNORE THIS TEST", "", "test"),
    ("TEST - merci de ne pas publier", "", "test"),
    ("PRUEBA - no publicar", "", "test"),
    ("TEST - bitte ignorieren", "", "test"),
    ("PAGSUBOK - huwag pansinin", "", "test"),
]

STORIES = [
    "Kill Bill returns to cinemas",
    "KILL BILL RETURNS TO CINEMAS",
    "Kill switch: how it works",
    "KILL-SWITCH LAW PASSES SENATE",
    "Kill-switch law passes Senate",
    "Mandatory kill switch for cars is dropped",
    "KILL THE BILL, PROTESTERS SAY",
    "Killed: three soldiers in Sulu ambush",
    "KILLED: Three soldiers in Sulu ambush",
    "Kill or cure: the drug that divides doctors",
    "Licence to kill: fishermen shoot seals",
    "License to KILL - the story of a spy",
    "Withdrawn: how the US left Kabul",
    "WITHDRAWN: How the US left Kabul",
    "Withdrawn from the race: Reyes explains",
    "Withdrawal: Army leaves Marawi",
    "Withdrawal symptoms - what to know",
    "Troop withdrawal story divides Senate",
    "Retraction of statement does not clear suspect",
    "Story of the year: the storm",
    "Removed: statue of colonial governor",
    "REMOVED: three officials over rice",
    "This story has been removed from textbooks, says DepEd",
    "Bill (withdrawn) returns to the House",
    "KILL NOTICES to be sent to owners of rats",
    "Kill",
    "Elimination: Gilas out of the Asian Games",
    "Se anula el partido por la lluvia",
    "Advisory council meets in Cebu",
    "ADVISORY: Boil your water in Quezon City",
    "ADVISORY - Class suspension on Monday",
    "TRAFFIC ADVISORY: EDSA lanes close",
    "PUBLIC ADVISORY: Beware of text scams",
    "Travel advisory: Canada warns of Mindanao",
    "WEATHER ADVISORY No. 3: Heavy rain in Luzon",
    "MEDIA ADVISORY: Mayor opens bridge",
    "Advisory: No water on Tuesday",
    "Attention deficit: why we cannot read",
    "ATTENTION: Road closed until Friday",
    "Correction officers strike in New York",
    "Correction: a market in search of its floor",
    "CORRECTION FACILITY OPENS IN BICOL",
    "Correction in stocks: what analysts say",
    "Corrections bureau chief resigns",
    "Editors' note on a scandal leads to inquiry",
    "Editor's note: Our new look",
    "EDITOR'S NOTE: Why we changed our name",
    "Editors elect a new president",
    "Note to self: save water",
    "Embargo: US tightens rules on Cuba",
    "EMBARGO: How sanctions bite",
    "Embargoed goods found at port",
    "Oil embargo is lifted",
    "Sperrfrist für Studie sorgt für Streit",
    "Test cricket: India beat England",
    "TEST: Der neue Kleinwagen im Alltag",
    "Test: Which phone is the best?",
    "Test drive of a flying car",
    "Tests show water is safe",
    "TEST RESULTS OUT ON MONDAY",
    "Test post office opens",
    "Please ignore the critics, says coach",
    "Ignore at your peril: the sea rises",
    "Annulation du concert de ce soir",
    "ANNULATION : le marché de Noël n'aura pas lieu",
    "Annulé: le match de Marseille",
    "Anulado el partido por lluvia",
    "ANULADO: el gol de Messi",
    "Anulación del contrato del metro",
    "Storno: Was Reisende wissen müssen",
    "STORNO: Was Reisende wissen müssen",
    "ACHTUNG: Glatteis in Bayern",
    "Achtung, Blitzer: Wo heute gemessen wird",
    "Zurückgezogen: Kandidat gibt auf",
    "BINAWI: lisensya ng bus na nahulog",
    "Binawi ng senador ang sinabi",
    "Huwag gamitin ang tulay, babala ng DPWH",
    "Pagsubok sa bagong tren, sinimulan",
    "Disregard for safety led to fire",
    "Cancelled: Sinulog parade",
    "CANCELLED: Flights to Davao on Monday",
    "Eds and meds drive the city's growth",
    "AP Moller sees record profit",
    "EU-Mercosur deal: what it means",
    "Note: all lanes are open again",
]

ORDINARY_TEXTS = [
    ("Senator drops bill", "The bill was withdrawn on Monday, the senator said, after clergy asked him to kill it."),
    ("Paper retracts study", "A story in the journal was withdrawn last week. The authors said that they regret it."),
    (
        "Do not use the bridge",
        "Do not use the bridge, engineers told drivers on Sunday, as its story of neglect goes on.",
    ),
    ("Witness withdraws", "The story told by the witness was withdrawn in court, her lawyer said."),
    ("Fishermen return", "Please, they said, kill no more seals. The report is out on Monday."),
]


@pytest.mark.parametrize(("title", "text", "kind"), NOTICES)
def test_a_notice_to_editors_is_no_story(title: str, text: str, kind: str) -> None:
    found = classify_notice(title, text)
    assert found is not None and found.kind == kind


@pytest.mark.parametrize("title", STORIES)
def test_an_ordinary_headline_in_the_same_words_is_a_story(title: str) -> None:
    assert classify_notice(title, "It happened on Sunday, the police said. More is not known.") is None


@pytest.mark.parametrize(("title", "text"), ORDINARY_TEXTS)
def test_an_ordinary_text_in_the_same_words_is_a_story(title: str, text: str) -> None:
    assert classify_notice(title, text) is None


@pytest.mark.parametrize(
    ("title", "text", "named"),
    [
        ("KILL-Storm leaves the Visayas", "", "Storm leaves the Visayas"),
        ("MANDATORY KILL - Storm leaves the Visayas", "", "Storm leaves the Visayas"),
        ("STORY REMOVED: Storm leaves the Visayas", "", "Storm leaves the Visayas"),
        ("ADVISORY-Withdrawal of Storm leaves the Visayas story", "", "Storm leaves the Visayas"),
        ("ADVISORY-Story headlined “Storm leaves the Visayas” is withdrawn", "", "Storm leaves the Visayas"),
        ("KILL NOTICE: Weather", 'Please kill the story headlined "Storm leaves the Visayas".', "Storm leaves the Visayas"),
        ("ANNULATION - La tempête quitte les Visayas", "", "La tempête quitte les Visayas"),
        ("ACHTUNG - Meldung „Sturm verlässt die Visayas“ wird zurückgezogen", "", "Sturm verlässt die Visayas"),
        ("Storm leaves the Visayas", "Please kill the story above.", "Storm leaves the Visayas"),
        ("KILL NOTICE: Weather", "Editors, kill the story slugged Philippines-Storm, which is wrong.", "Philippines-Storm"),
    ],
)  # fmt: skip
def test_a_kill_names_the_story_that_it_means(title: str, text: str, named: str) -> None:
    found = classify_notice(title, text)
    assert found and named in found.meant


def test_a_kill_does_not_name_the_story_to_use_in_its_place() -> None:
    text = "Please kill the story “Mayor jailed for theft”. Use instead “Mayor is tried for theft”."
    found = classify_notice("KILL NOTICE: Mayor", text)
    assert found and "Mayor jailed for theft" in found.meant and "Mayor is tried for theft" not in found.meant


def test_a_slug_line_tells_where_the_title_does_not() -> None:
    assert (found := classify_notice("Storm leaves", "", "BC-AS--Philippines-Storm, KILL")) and found.kind == "kill"
    assert classify_notice("Storm leaves", "", "BC-AS--Philippines-Storm, 2nd Ld-Writethru") is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("BC-Manila-Court, KILL", "BC-Manila-Court"),
        ("Bulletin Kill: Senator jailed", "Senator jailed"),
        ("PUBLICATION ANNULÉE - Le sénateur condamné", "Le sénateur condamné"),
        ("[WITHDRAWN] Senator jailed", "Senator jailed"),
    ],
)
def test_a_kill_names_its_story_without_the_mark(title: str, name: str) -> None:
    found = classify_notice(title)
    assert found is not None and name in found.meant
