"""Lines of enquiry: what the record alone suggests asking at a meeting, and planning what was chosen."""

from app.services.enquiries.planning import plan
from app.services.enquiries.suggesting import SHOWN, Enquiries, Enquiry, Group, enquiries

__all__ = ["SHOWN", "Enquiries", "Enquiry", "Group", "enquiries", "plan"]
