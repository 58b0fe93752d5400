"""The office's own Word file as house style: its styles, header, footer and logo in a package of our making."""

from app.documents.word.office.making import Made, make

__all__ = ["Made", "make"]
