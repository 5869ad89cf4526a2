"""Names of places, and what tells a country: tables for `places.py`."""

from __future__ import annotations

AMBIGUOUS_COUNTRIES = ("GE", "JO", "TD", "JE", "GN", "CG", "DM", "MC", "NE", "ML", "OM", "RE")
"""Countries whose names are also names of other things."""

MORE_COUNTRY_NAMES = {
    "usa": "US", "united states of america": "US", "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "ph": "PH", "republic of the philippines": "PH", "ivory coast": "CI", "holland": "NL", "czech republic": "CZ",
}  # fmt: skip

MAIN_ZONES = {"MY": "Asia/Kuala_Lumpur", "DE": "Europe/Berlin", "UZ": "Asia/Tashkent", "CY": "Asia/Nicosia"}
"""Of countries with several zones of the same time: the one that CLDR calls primary."""

DIALLING_CODES = {
    "63": "PH", "65": "SG", "60": "MY", "66": "TH", "84": "VN", "81": "JP", "82": "KR", "886": "TW", "852": "HK", "853": "MO",
    "673": "BN", "855": "KH", "856": "LA", "95": "MM", "880": "BD", "91": "IN", "92": "PK", "94": "LK", "977": "NP",
    "971": "AE", "966": "SA", "974": "QA", "965": "KW", "973": "BH", "968": "OM", "44": "GB", "353": "IE", "33": "FR", "49": "DE",
    "39": "IT", "31": "NL", "32": "BE", "41": "CH", "43": "AT", "45": "DK", "46": "SE", "48": "PL", "358": "FI", "30": "GR",
    "90": "TR", "20": "EG", "27": "ZA", "234": "NG", "254": "KE", "233": "GH", "256": "UG", "255": "TZ", "225": "CI", "221": "SN",
    "237": "CM", "51": "PE", "57": "CO", "58": "VE", "54": "AR", "591": "BO", "595": "PY", "598": "UY", "502": "GT", "503": "SV",
}  # fmt: skip

PHILIPPINE_PROVINCES = (
    "Abra|Agusan del (?:Norte|Sur)|Aklan|Albay|Antique|Apayao|Basilan|Bataan|Batanes|Batangas|Benguet|Biliran|"
    "Bohol|Bukidnon|Bulacan|"
    "Cagayan|Camarines (?:Norte|Sur)|Camiguin|Capiz|Catanduanes|Cavite|Cebu|Cotabato|"
    "Davao(?: de Oro| del Norte| del Sur| Occidental| Oriental)?|Dinagat Islands|Eastern Samar|Guimaras|Ifugao|"
    "Ilocos (?:Norte|Sur)|"
    "Iloilo|Isabela|Kalinga|La Union|Laguna|Lanao del (?:Norte|Sur)|Leyte|Maguindanao(?: del Norte| del Sur)?|Marinduque|Masbate|"
    "Misamis (?:Occidental|Oriental)|Mountain Province|Negros (?:Occidental|Oriental)|Northern Samar|Nueva Ecija|Nueva Vizcaya|"
    "(?:Occidental|Oriental) Mindoro|Palawan|Pampanga|Pangasinan|Quezon|Quirino|Rizal|Romblon|Samar|Sarangani|Siquijor|Sorsogon|"
    "South Cotabato|Southern Leyte|Sultan Kudarat|Sulu|Surigao del (?:Norte|Sur)|Tarlac|Tawi-Tawi|Zambales|"
    "Zamboanga(?: del Norte| del Sur| Sibugay)?|Metro Manila|Kalakhang Maynila"
)
PHILIPPINE_CITIES = (
    "Quezon City|Makati|Davao City|Cebu City|Zamboanga City|Iloilo City|Bacolod|Cagayan de Oro|Baguio|General "
    "Santos|Naga City|Legazpi|"
    "Tacloban|Dumaguete|Butuan|Iligan|Cotabato City|Dagupan|Puerto Princesa|Tuguegarao|Laoag|Lucena|Olongapo|Pasig|Taguig|"
    "Mandaluyong|Pasay|Ilagan|Tagum|Koronadal|Surigao City|Roxas City|Malolos|San Fernando City"
)
INDONESIAN_PLACES = {
    "Asia/Jakarta": "Aceh|Sumatera (?:Utara|Barat|Selatan)|Riau|Kepulauan Riau|Jambi|Bengkulu|Lampung|Bangka Belitung|Banten|"
    r"(?:DKI )?Jakarta|Jawa (?:Barat|Tengah|Timur)|(?:D\.?I\.? )?Yogyakarta|Bandung|Surabaya|Semarang|Bogor|Bekasi|Tangerang",
    "Asia/Makassar": r"Bali|Nusa Tenggara (?:Barat|Timur)|Kalimantan (?:Selatan|Timur|Utara)|Sulawesi \w+|Gorontalo|Makassar|"
    "Denpasar|Mataram",
    "Asia/Jayapura": r"Maluku(?: Utara)?|Papua(?: \w+)?|Ambon|Jayapura",
}
"""Of Indonesia, as addresses end there."""

US_STATES = {
    "America/New_York": "CT DE DC GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Chicago": "AL AR IA IL LA MN MO MS OK WI",
    "America/Denver": "CO MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA WA",
    "Pacific/Honolulu": "HI",
}
"""Of the United States, those that have one zone."""
