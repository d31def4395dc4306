"""How people write the names that the law writes without a dash."""

DAILY_NAMES = {
    "JeugdFV": "FoodValley (JeugdFV)",
    "Noord Limburg": "Noord-Limburg",
    "Noord Veluwe": "Noord-Veluwe",
    "Noordoost Brabant": "Noordoost-Brabant",
    "West Brabant Oost": "West-Brabant Oost",
    "West Brabant West": "West-Brabant West",
    "West Friesland": "West-Friesland",
    "Zuid Holland Zuid": "Zuid-Holland Zuid",
    "Zuid Limburg": "Zuid-Limburg",
}


def daily_name(name: str) -> str:
    return DAILY_NAMES.get(name, name)
