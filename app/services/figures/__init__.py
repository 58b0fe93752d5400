"""Figures of the register: what stands behind each picture, as numbers."""

from app.services.figures.gathering import Age, Carried, Figures, Month, Share, Timeliness, figures

__all__ = ["Age", "Carried", "Figures", "Month", "Share", "Timeliness", "figures"]
