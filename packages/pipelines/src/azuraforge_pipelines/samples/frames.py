"""Loading the samples' frames out of scikit-learn and statsmodels."""

from importlib import import_module
from typing import Any, cast

import pandas as pd

_OCCUPATIONS = {
    1: "student",
    2: "farming or unskilled",
    3: "white-collar",
    4: "teacher, nurse, artist or skilled",
    5: "managerial",
    6: "professional",
}
_MARRIAGE = {1: "very poor", 2: "poor", 3: "fair", 4: "good", 5: "very good"}
_RELIGIOUS = {1: "not", 2: "mildly", 3: "fairly", 4: "strongly"}


def _statsmodels(name: str) -> pd.DataFrame:
    module: Any = import_module(f"statsmodels.datasets.{name}")
    return cast("pd.DataFrame", module.load_pandas().data)


def _sklearn(name: str, **options: Any) -> pd.DataFrame:
    module: Any = import_module("sklearn.datasets")
    return cast("pd.DataFrame", getattr(module, f"load_{name}")(as_frame=True, **options).frame)


def diabetes() -> pd.DataFrame:
    """Measurements in their own units, not scikit-learn's scaled ones."""
    return _sklearn("diabetes", scaled=False).rename(columns={"target": "progression"})


def wine() -> pd.DataFrame:
    """Chemical analysis of wines, with their cultivar as a category."""
    frame = _sklearn("wine")
    cultivar = frame["target"].map({0: "A", 1: "B", 2: "C"})
    return frame.drop(columns="target").assign(cultivar=cultivar)


def breast_cancer() -> pd.DataFrame:
    """Cell nuclei of breast masses, with the diagnosis as a category and column names of one word."""
    frame = _sklearn("breast_cancer")
    diagnosis = frame["target"].map({0: "malignant", 1: "benign"})
    return (
        frame.drop(columns="target")
        .rename(columns=lambda name: name.replace(" ", "_"))
        .assign(diagnosis=diagnosis)
    )


def linnerud() -> pd.DataFrame:
    """Exercise and physiological measurements."""
    return _sklearn("linnerud").rename(columns=str.lower)


def co2() -> pd.DataFrame:
    """Weekly CO2 with its gaps."""
    frame = _statsmodels("co2")
    return frame.rename_axis("date").reset_index()


def sunspots() -> pd.DataFrame:
    """Yearly sunspot numbers."""
    return _statsmodels("sunspots").rename(columns={"YEAR": "year", "SUNACTIVITY": "sunspots"})


def elnino() -> pd.DataFrame:
    """Monthly sea surface temperatures as one row per month; statsmodels has a column per month."""
    wide = _statsmodels("elnino")
    long = wide.melt(id_vars="YEAR", var_name="name", value_name="temperature")
    dates = pd.to_datetime(long["YEAR"].astype(int).astype(str) + " " + long["name"], format="%Y %b")
    return long.assign(month=dates)[["month", "temperature"]].sort_values("month", ignore_index=True)


def nile() -> pd.DataFrame:
    """Yearly flow of the Nile."""
    return _statsmodels("nile").astype({"year": int})


def macrodata() -> pd.DataFrame:
    """Quarterly figures with the first day of the quarter as a date."""
    frame = _statsmodels("macrodata")
    month = frame["quarter"].astype(int) * 3 - 2
    date = pd.to_datetime({"year": frame["year"].astype(int), "month": month, "day": 1})
    return frame.drop(columns=["year", "quarter"]).assign(date=date)


def marriage() -> pd.DataFrame:
    """Fair's survey with its codes spelled out."""
    frame = _statsmodels("fair")
    return frame.assign(
        rate_marriage=frame["rate_marriage"].map(_MARRIAGE),
        religious=frame["religious"].map(_RELIGIOUS),
        occupation=frame["occupation"].map(_OCCUPATIONS),
        occupation_husb=frame["occupation_husb"].map(_OCCUPATIONS),
    )


def doctor_visits() -> pd.DataFrame:
    """RAND's experiment with the three health flags as the one category they encode."""
    frame = _statsmodels("randhie")
    health = pd.Series("excellent", index=frame.index)
    for flag, label in (("hlthg", "good"), ("hlthf", "fair"), ("hlthp", "poor")):
        health = health.mask(frame[flag] == 1, label)
    return frame.drop(columns=["hlthg", "hlthf", "hlthp"]).assign(idp=frame["idp"] == 1, health=health)


def investment() -> pd.DataFrame:
    """Grunfeld's panel of eleven firms."""
    return _statsmodels("grunfeld")


def fertility() -> pd.DataFrame:
    """The World Bank's wide table as one row per country and year, with the rate ten years earlier."""
    wide = _statsmodels("fertility")
    years = [name for name in wide.columns if name.isdigit()]
    long = wide.melt(id_vars="Country Name", value_vars=years, var_name="year", value_name="births_per_woman")
    long = long.rename(columns={"Country Name": "country"}).assign(year=long["year"].astype(int))
    earlier = long.assign(year=long["year"] + 10).rename(
        columns={"births_per_woman": "births_10_years_before"}
    )
    merged = long.merge(earlier, on=["country", "year"], how="left")
    return merged.sort_values(["country", "year"], ignore_index=True)
