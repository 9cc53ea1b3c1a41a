"""Which buttons show the focus inside themselves: those that fill their place, with no room for a ring around them."""

PAINTS_FOCUS = "paintsFocus"
"""Name of the property that such a button sets to true."""
