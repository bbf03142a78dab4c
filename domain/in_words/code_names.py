"""Say what people call a country, a language or a seniority that is kept as a code."""

from collections.abc import Mapping

from domain.evidence import Value

# ISO 3166-1 alpha-2 with the short English names, as they stand in a sentence.
_COUNTRIES = (
    "AD Andorra, AE the United Arab Emirates, AF Afghanistan, AG Antigua and Barbuda, "
    "AI Anguilla, AL Albania, AM Armenia, AO Angola, AQ Antarctica, AR Argentina, "
    "AS American Samoa, AT Austria, AU Australia, AW Aruba, AX Åland, AZ Azerbaijan, "
    "BA Bosnia and Herzegovina, BB Barbados, BD Bangladesh, BE Belgium, "
    "BF Burkina Faso, BG Bulgaria, BH Bahrain, BI Burundi, BJ Benin, "
    "BL Saint Barthélemy, BM Bermuda, BN Brunei, BO Bolivia, BQ Caribbean Netherlands, "
    "BR Brazil, BS the Bahamas, BT Bhutan, BV Bouvet Island, BW Botswana, BY Belarus, "
    "BZ Belize, CA Canada, CC the Cocos (Keeling) Islands, CD the DR Congo, "
    "CF the Central African Republic, CG the Congo, CH Switzerland, CI Ivory Coast, "
    "CK the Cook Islands, CL Chile, CM Cameroon, CN China, CO Colombia, CR Costa Rica, "
    "CU Cuba, CV Cape Verde, CW Curaçao, CX Christmas Island, CY Cyprus, CZ Czechia, "
    "DE Germany, DJ Djibouti, DK Denmark, DM Dominica, DO the Dominican Republic, "
    "DZ Algeria, EC Ecuador, EE Estonia, EG Egypt, EH Western Sahara, ER Eritrea, "
    "ES Spain, ET Ethiopia, FI Finland, FJ Fiji, FK the Falkland Islands, "
    "FM Micronesia, FO the Faroe Islands, FR France, GA Gabon, GB the United Kingdom, "
    "GD Grenada, GE Georgia, GF French Guiana, GG Guernsey, GH Ghana, GI Gibraltar, "
    "GL Greenland, GM the Gambia, GN Guinea, GP Guadeloupe, GQ Equatorial Guinea, "
    "GR Greece, GS South Georgia, GT Guatemala, GU Guam, GW Guinea-Bissau, GY Guyana, "
    "HK Hong Kong, HM Heard Island and McDonald Islands, HN Honduras, HR Croatia, "
    "HT Haiti, HU Hungary, ID Indonesia, IE Ireland, IL Israel, IM the Isle of Man, "
    "IN India, IO the British Indian Ocean Territory, IQ Iraq, IR Iran, IS Iceland, "
    "IT Italy, JE Jersey, JM Jamaica, JO Jordan, JP Japan, KE Kenya, KG Kyrgyzstan, "
    "KH Cambodia, KI Kiribati, KM the Comoros, KN Saint Kitts and Nevis, "
    "KP North Korea, KR South Korea, KW Kuwait, KY the Cayman Islands, KZ Kazakhstan, "
    "LA Laos, LB Lebanon, LC Saint Lucia, LI Liechtenstein, LK Sri Lanka, LR Liberia, "
    "LS Lesotho, LT Lithuania, LU Luxembourg, LV Latvia, LY Libya, MA Morocco, "
    "MC Monaco, MD Moldova, ME Montenegro, MF Saint Martin, MG Madagascar, "
    "MH the Marshall Islands, MK North Macedonia, ML Mali, MM Myanmar, MN Mongolia, "
    "MO Macao, MP the Northern Mariana Islands, MQ Martinique, MR Mauritania, "
    "MS Montserrat, MT Malta, MU Mauritius, MV the Maldives, MW Malawi, MX Mexico, "
    "MY Malaysia, MZ Mozambique, NA Namibia, NC New Caledonia, NE Niger, "
    "NF Norfolk Island, NG Nigeria, NI Nicaragua, NL the Netherlands, NO Norway, "
    "NP Nepal, NR Nauru, NU Niue, NZ New Zealand, OM Oman, PA Panama, PE Peru, "
    "PF French Polynesia, PG Papua New Guinea, PH the Philippines, PK Pakistan, "
    "PL Poland, PM Saint Pierre and Miquelon, PN Pitcairn, PR Puerto Rico, "
    "PS Palestine, PT Portugal, PW Palau, PY Paraguay, QA Qatar, RE Réunion, "
    "RO Romania, RS Serbia, RU Russia, RW Rwanda, SA Saudi Arabia, "
    "SB the Solomon Islands, SC the Seychelles, SD Sudan, SE Sweden, SG Singapore, "
    "SH Saint Helena, SI Slovenia, SJ Svalbard and Jan Mayen, SK Slovakia, "
    "SL Sierra Leone, SM San Marino, SN Senegal, SO Somalia, SR Suriname, "
    "SS South Sudan, ST Sao Tome and Principe, SV El Salvador, SX Sint Maarten, "
    "SY Syria, SZ Eswatini, TC the Turks and Caicos Islands, TD Chad, "
    "TF the French Southern Territories, TG Togo, TH Thailand, TJ Tajikistan, "
    "TK Tokelau, TL Timor-Leste, TM Turkmenistan, TN Tunisia, TO Tonga, TR Türkiye, "
    "TT Trinidad and Tobago, TV Tuvalu, TW Taiwan, TZ Tanzania, UA Ukraine, UG Uganda, "
    "UM the US Outlying Islands, US the United States, UY Uruguay, UZ Uzbekistan, "
    "VA the Holy See, VC Saint Vincent and the Grenadines, VE Venezuela, "
    "VG the British Virgin Islands, VI the US Virgin Islands, VN Vietnam, VU Vanuatu, "
    "WF Wallis and Futuna, WS Samoa, XK Kosovo, YE Yemen, YT Mayotte, ZA South Africa, "
    "ZM Zambia, ZW Zimbabwe"
)
_LANGUAGES = (
    "af Afrikaans, ar Arabic, az Azerbaijani, be Belarusian, bg Bulgarian, bn Bengali, "
    "bs Bosnian, ca Catalan, cs Czech, cy Welsh, da Danish, de German, el Greek, "
    "en English, es Spanish, et Estonian, eu Basque, fa Persian, fi Finnish, fr French, "
    "ga Irish, gl Galician, he Hebrew, hi Hindi, hr Croatian, hu Hungarian, hy Armenian, "
    "id Indonesian, is Icelandic, it Italian, ja Japanese, ka Georgian, kk Kazakh, "
    "ko Korean, lb Luxembourgish, lt Lithuanian, lv Latvian, mk Macedonian, ms Malay, "
    "mt Maltese, nb Norwegian, nl Dutch, nn Nynorsk, no Norwegian, pl Polish, "
    "pt Portuguese, ro Romanian, ru Russian, sk Slovak, sl Slovenian, sq Albanian, "
    "sr Serbian, sv Swedish, sw Swahili, ta Tamil, te Telugu, th Thai, tr Turkish, "
    "uk Ukrainian, ur Urdu, uz Uzbek, vi Vietnamese, zh Chinese"
)
_SENIORITIES = {
    "c_level": "C-level",
    "vp": "vice president",
    "head": "head of department",
}
_ROLES = {"it": "IT", "hr": "human resources", "service": "customer service"}
_ADDRESSES = {
    "work": "a work address",
    "free": "free mail",
    "disposable": "a throw-away address",
}
_CHANNELS = {
    "form": "the form",
    "chat": "the chat",
    "email": "mail",
    "phone": "the phone",
    "partner": "a partner",
    "import": "an import",
    "api": "another system",
}


def _read(listed: str) -> dict[str, str]:
    pairs = (entry.strip().partition(" ") for entry in listed.split(","))
    return {code: name for code, _, name in pairs}


_COUNTRY_NAMES = _read(_COUNTRIES)
_NAMES: Mapping[str, Mapping[str, str]] = {
    "country": _COUNTRY_NAMES,
    "phone_country": _COUNTRY_NAMES,
    "language": _read(_LANGUAGES),
    "seniority": _SENIORITIES,
    "role": _ROLES,
    "address_kind": _ADDRESSES,
    "channel": _CHANNELS,
}


def name_of(field: str, value: Value) -> str | None:
    """What people call a value of this field; None where it has no other name."""
    names = _NAMES.get(field)
    if names is None or not isinstance(value, str):
        return None
    return names.get(value.upper() if names is _COUNTRY_NAMES else value)
