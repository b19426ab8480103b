"""Terms of the ontology."""

from pathlib import Path

KG = "https://w3id.org/newskg/ontology#"


def ontology_folder() -> Path:
    """Return the folder of the ontology: in the package when installed, else beside it in a checkout."""
    inside = Path(__file__).parent / "ontology"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "ontology"
