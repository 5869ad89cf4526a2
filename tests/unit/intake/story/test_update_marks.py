"""How agencies mark a story told anew: the marks come off whole, and ordinary headlines keep all their words."""

from __future__ import annotations

import pytest

from webapp.intake.wire.update_marks import strip_update_marks

OIL = "Oil edges up"

MARKED = [
    "UPDATE 1-{}", "UPDATE 3-{}", "UPDATE 1 - {}", "UPDATE: {}", "UPDATE1: {}", "UPDATED: {}", "Update 2: {}",
    "WRAPUP 1-{}", "WRAPUP 2 - {}", "REFILE-{}", "REFILE-UPDATE 2-{}", "CORRECTED-{}", "CORRECTED: {}",
    "CORRECTED-UPDATE 1-{}", "CORRECTED-(OFFICIAL)-{}", "CORRECTED (OFFICIAL)-{}", "CORRECTED-(OFFICIAL)-UPDATE 2-{}",
    "OFFICIAL CORRECTED-{}", "OFFICIAL-CORRECTED-{}", "RECAST-{}", "RPT-{}", "RPT-UPDATE 1-{}", "REPEAT - {}",
    "CORRECTION: {}", "1st Ld-Writethru: {}", "1st Ld-Writethru - {}", "(1st LD-Writethru) {}",
    "(1st Ld-Writethru) {}", "2nd Ld-Writethru: {}", "1ST LD-WRITETHRU: {}", "1st Ld: {}", "1ST LEAD: {}",
    "2ND LEAD: {}", "2nd LEAD - {}", "3RD LEAD-{}", "1st Lead-{}", "10TH LEAD: {}", "1stLd-Writethru: {}",
    "(LEAD) {}", "(2nd LD) {}", "(LEAD 2) {}", "[LEAD] {}", "(CORRECTED) {}", "[CORRECTED] {}", "(CORRECTED): {}",
    "(UPDATE) {}", "(UPDATE 2) {}", "(URGENT) (2nd LD) {}", "2ND UPDATE: {}", "LEAD 1-{}", "ACTUALISATION - {}",
    "RECTIFICATIF: {}", "ANNULE ET REMPLACE: {}", "2ème LEAD: {}", "(ACTUALISÉ) {}", "ACTUALIZA 1-{}",
    "AMPLIACIÓN: {}", "(AMPLIACIÓN) {}", "(AMP) {}", "(AMP2) {}", "(CORR) {}", "CORREGIDO-{}", "RESUMEN 2-{}",
    "ROUNDUP 2: {}", "ROUNDUP/{}", "BERICHTIGUNG: {}", "KORREKTUR: {}", "AKTUALISIERUNG - {}",
    "2. ZUSAMMENFASSUNG: {}", "PAGTUTUWID: {}", "{} (UPDATE)", "{} (UPDATE 2)", "{} (Updated)", "{} (CORRECTED)",
    "{} (2nd LD)", "{} - UPDATE 2", "{}, 1st Ld-Writethru", "{} [CORRECTED]",
]  # fmt: skip

ORDINARY = [
    "Update on the storm: three dead", "Updated rules for tricycles take effect",
    "Corrected maps show a larger fault", "Lead poisoning kills two", "LEAD: Poison in the paint",
    "Lead singer quits", "Repeat offenders face jail", "RESUMEN: Las noticias del día", "ROUNDUP: The best books",
    "Correction: a market in search of its floor", "1st leadership forum opens", "2nd Update of the charter fails",
    "BRIEF ENCOUNTER RETURNS", "Brief-case bomb found", "EXCLUSIVE-Bank to cut jobs", "ANALYSIS-Why oil rises",
    "FACTBOX-Who is who", "EXPLAINER: Why rice is dear", "BREAKING: Mayor resigns", "URGENT: Blood donors needed",
    "Senate passes bill (with corrections)", "Storm leaves (and stays)", "UPDATE", "1st LD",
    "Song of the year, 2nd edition", "Recast as a villain, the star returns",
]  # fmt: skip


@pytest.mark.parametrize("marked", MARKED)
def test_a_mark_comes_off_whole_and_says_that_the_story_is_told_anew(marked: str) -> None:
    assert strip_update_marks(marked.format(OIL)) == (OIL, True)


@pytest.mark.parametrize("title", ORDINARY)
def test_an_ordinary_headline_keeps_its_words(title: str) -> None:
    assert strip_update_marks(title) == (title, False)


@pytest.mark.parametrize("label", ["BRIEF-", "(URGENT) ", "[URGENT] "])
def test_a_label_for_editors_comes_off_and_updates_nothing(label: str) -> None:
    assert strip_update_marks(f"{label}{OIL}") == (OIL, False)
