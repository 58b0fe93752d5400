"""Holding to Account: the minutes and action register with which a Commissioner holds a Chief Constable to account."""
