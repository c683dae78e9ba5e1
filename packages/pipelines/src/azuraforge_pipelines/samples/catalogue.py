"""The samples on offer: where they come from, what they are good for, their column types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
from azuraforge_contracts.datasets import ColumnType
from azuraforge_contracts.manifest import SampleSuggestion

from azuraforge_pipelines.samples import frames

_PUBLIC_DOMAIN = "Public domain"
_UCI = "CC BY 4.0 (UCI Machine Learning Repository)"


@dataclass(frozen=True)
class Sample:
    """A sample before it is built; `tr` is its Turkish (name, description)."""

    key: str
    name: str
    description: str
    tr: tuple[str, str]
    source: str
    license: str
    suggested: SampleSuggestion
    types: Mapping[str, ColumnType]
    load: Callable[[], pd.DataFrame]


_NUCLEUS_MEASURES = (
    *("radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity"),
    *("concave_points", "symmetry", "fractal_dimension"),
)


def _numbers(*names: str) -> dict[str, ColumnType]:
    return dict.fromkeys(names, "number")


SAMPLES: tuple[Sample, ...] = (
    Sample(
        key="diabetes",
        name="Diabetes progression",
        description="442 patients: age, sex, body mass, blood pressure and six serum values, and how far the"
        " disease had progressed a year later.",
        tr=(
            "Diyabetin ilerleyişi",
            (
                "442 hasta: yaş, cinsiyet, vücut kitlesi, tansiyon, altı serum değeri ve hastalığın bir yıl"
                " sonraki ilerleyişi."
            ),
        ),
        source="scikit-learn, load_diabetes (Efron, Hastie, Johnstone, Tibshirani 2004)",
        license="BSD-3-Clause, as distributed with scikit-learn",
        suggested=SampleSuggestion(target="progression", pipeline="gradient-boosting"),
        types={
            "age": "integer",
            "sex": "integer",
            **_numbers("bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"),
            "progression": "number",
        },
        load=frames.diabetes,
    ),
    Sample(
        key="doctor-visits",
        name="Doctor visits and insurance",
        description="20,190 person-years of the RAND health insurance experiment: insurance plan, illnesses,"
        " self-rated health and how often a doctor was seen.",
        tr=(
            "Doktor ziyaretleri ve sigorta",
            (
                "RAND sağlık sigortası deneyinden 20.190 kişi-yıl: sigorta planı, hastalıklar, kişinin kendi"
                " sağlık değerlendirmesi ve doktora gitme sayısı."
            ),
        ),
        source="statsmodels, randhie (RAND Health Insurance Experiment; Cameron and Trivedi 2005)",
        license=_PUBLIC_DOMAIN,
        suggested=SampleSuggestion(target="mdvis", pipeline="gradient-boosting"),
        types={
            "mdvis": "integer",
            "lncoins": "number",
            "idp": "boolean",
            **_numbers("lpi", "fmde", "physlm", "disea"),
            "health": "category",
        },
        load=frames.doctor_visits,
    ),
    Sample(
        key="fertility",
        name="Births per woman by country",
        description="World Bank fertility rates of 219 countries and regions, 1960-2013, beside the rate ten"
        " years before. Categories and many missing values.",
        tr=(
            "Ülkelere göre kadın başına doğum",
            (
                "219 ülke ve bölgenin Dünya Bankası doğurganlık oranları, 1960-2013, on yıl önceki oranla"
                " birlikte. Kategoriler ve çok sayıda eksik değer içerir."
            ),
        ),
        source="statsmodels, fertility (The World Bank, SP.DYN.TFRT.IN)",
        license="World Bank terms of use",
        suggested=SampleSuggestion(
            target="births_per_woman", pipeline="gradient-boosting", time_column="year"
        ),
        types={
            "country": "category",
            "year": "integer",
            **_numbers("births_per_woman", "births_10_years_before"),
        },
        load=frames.fertility,
    ),
    Sample(
        key="marriage",
        name="Marriage and affairs",
        description="6,366 women of a 1974 survey: marriage, children, religion, education and both spouses'"
        " occupations, against time spent in affairs.",
        tr=(
            "Evlilik ve ilişkiler",
            (
                "1974 anketinden 6.366 kadın: evlilik, çocuklar, din, eğitim ve eşlerin meslekleri ile"
                " evlilik dışı ilişkilere ayrılan zaman."
            ),
        ),
        source="statsmodels, fair (Fair 1978)",
        license="Included in statsmodels with permission of the author",
        suggested=SampleSuggestion(target="affairs", pipeline="linear"),
        types={
            "rate_marriage": "category",
            **_numbers("age", "yrs_married", "children"),
            "religious": "category",
            "educ": "integer",
            "occupation": "category",
            "occupation_husb": "category",
            "affairs": "number",
        },
        load=frames.marriage,
    ),
    Sample(
        key="wine",
        name="Wine chemistry",
        description="Chemical analysis of 178 Italian wines from three cultivars.",
        tr=("Şarap kimyası", "Üç üzüm türünden 178 İtalyan şarabının kimyasal çözümlemesi."),
        source="scikit-learn, load_wine (Forina et al., UCI)",
        license=_UCI,
        suggested=SampleSuggestion(target="color_intensity", pipeline="gradient-boosting"),
        types={
            **_numbers(
                "alcohol",
                "malic_acid",
                "ash",
                "alcalinity_of_ash",
                "magnesium",
                "total_phenols",
                "flavanoids",
                "nonflavanoid_phenols",
                "proanthocyanins",
                "color_intensity",
                "hue",
                "od280/od315_of_diluted_wines",
                "proline",
            ),
            "cultivar": "category",
        },
        load=frames.wine,
    ),
    Sample(
        key="breast-cancer",
        name="Breast cancer diagnosis",
        description="569 breast masses: size, shape and texture of their cell nuclei, and whether they were"
        " malignant or benign. Two classes.",
        tr=(
            "Meme kanseri tanısı",
            (
                "569 meme kitlesi: hücre çekirdeklerinin boyutu, biçimi ve dokusu ile kitlenin kötü huylu"
                " (malignant) mu iyi huylu (benign) mu olduğu. İki sınıf."
            ),
        ),
        source="scikit-learn, load_breast_cancer (Wolberg, Street, Mangasarian 1995, UCI)",
        license=_UCI,
        suggested=SampleSuggestion(target="diagnosis", pipeline="classifier"),
        types={
            **_numbers(*(f"mean_{measure}" for measure in _NUCLEUS_MEASURES)),
            **_numbers(*(f"{measure}_error" for measure in _NUCLEUS_MEASURES)),
            **_numbers(*(f"worst_{measure}" for measure in _NUCLEUS_MEASURES)),
            "diagnosis": "category",
        },
        load=frames.breast_cancer,
    ),
    Sample(
        key="linnerud",
        name="Exercise and physique",
        description="Twenty men of a fitness club: three exercises and three body measurements.",
        tr=("Egzersiz ve beden", "Bir spor kulübünden yirmi erkek: üç egzersiz ve üç beden ölçüsü."),
        source="scikit-learn, load_linnerud (Tenenhaus 1998)",
        license="BSD-3-Clause, as distributed with scikit-learn",
        suggested=SampleSuggestion(target="waist", pipeline="linear"),
        types=dict.fromkeys(("chins", "situps", "jumps", "weight", "waist", "pulse"), "integer"),
        load=frames.linnerud,
    ),
    Sample(
        key="investment",
        name="Investment of eleven firms",
        description="Gross investment, market value and capital of eleven US firms, 1935-1954.",
        tr=(
            "On bir firmanın yatırımı",
            "On bir ABD firmasının brüt yatırımı, piyasa değeri ve sermayesi, 1935-1954.",
        ),
        source="statsmodels, grunfeld (Grunfeld 1950)",
        license=_PUBLIC_DOMAIN,
        suggested=SampleSuggestion(target="invest", pipeline="linear"),
        types={**_numbers("invest", "value", "capital"), "firm": "category", "year": "integer"},
        load=frames.investment,
    ),
    Sample(
        key="macrodata",
        name="US economy by quarter",
        description="US output, consumption, prices, money and unemployment by quarter, 1959-2009.",
        tr=(
            "Üç aylık ABD ekonomisi",
            "ABD'nin üretim, tüketim, fiyat, para ve işsizlik verileri, 1959-2009, üç aylık.",
        ),
        source="statsmodels, macrodata (Federal Reserve Bank of St. Louis)",
        license=_PUBLIC_DOMAIN,
        suggested=SampleSuggestion(target="realcons", pipeline="linear", time_column="date"),
        types={
            "date": "datetime",
            **_numbers("realgdp", "realcons", "realinv", "realgovt", "realdpi", "cpi", "m1", "tbilrate"),
            **_numbers("unemp", "pop", "infl", "realint"),
        },
        load=frames.macrodata,
    ),
    Sample(
        key="co2",
        name="CO2 at Mauna Loa",
        description="Weekly atmospheric CO2 at Mauna Loa, 1958-2001, with 59 missing weeks.",
        tr=("Mauna Loa'da CO2", "Mauna Loa'da haftalık atmosfer CO2 ölçümü, 1958-2001; 59 hafta eksik."),
        source="statsmodels, co2 (Keeling and Whorf 2004)",
        license=_PUBLIC_DOMAIN,
        suggested=SampleSuggestion(target="co2", pipeline="forecaster", time_column="date"),
        types={"date": "datetime", "co2": "number"},
        load=frames.co2,
    ),
    Sample(
        key="sunspots",
        name="Sunspots by year",
        description="Yearly number of sunspots, 1700-2008: cycles of about eleven years.",
        tr=(
            "Yıllara göre güneş lekeleri",
            "Yıllık güneş lekesi sayısı, 1700-2008: döngüleri aşağı yukarı on bir yıl süren bir seri.",
        ),
        source="statsmodels, sunspots (National Geophysical Data Center)",
        license=_PUBLIC_DOMAIN,
        suggested=SampleSuggestion(target="sunspots", pipeline="forecaster", time_column="year"),
        types={"year": "integer", "sunspots": "number"},
        load=frames.sunspots,
    ),
    Sample(
        key="elnino",
        name="Pacific sea surface temperature",
        description="Monthly sea surface temperature off Peru and Ecuador, 1950-2010: a strong season, and El"
        " Niño on top of it.",
        tr=(
            "Büyük Okyanus yüzey sıcaklığı",
            "Peru ve Ekvador açıklarında aylık yüzey sıcaklığı, 1950-2010: güçlü bir mevsim ve El Niño.",
        ),
        source="statsmodels, elnino (National Oceanic and Atmospheric Administration)",
        license=_PUBLIC_DOMAIN,
        suggested=SampleSuggestion(target="temperature", pipeline="forecaster", time_column="month"),
        types={"month": "datetime", "temperature": "number"},
        load=frames.elnino,
    ),
    Sample(
        key="nile",
        name="Flow of the Nile",
        description="Yearly flow of the Nile at Aswan, 1871-1970, which fell to a lower level around 1898.",
        tr=(
            "Nil'in akışı",
            "Nil'in Asvan'daki yıllık akışı, 1871-1970; 1898 dolaylarında daha düşük bir düzeye inmiştir.",
        ),
        source="statsmodels, nile (Durbin and Koopman 2001)",
        license=_PUBLIC_DOMAIN,
        suggested=SampleSuggestion(target="volume", pipeline="forecaster", time_column="year"),
        types={"year": "integer", "volume": "number"},
        load=frames.nile,
    ),
)
