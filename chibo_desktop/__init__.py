"""Minutes, signed packets and follow-up for working groups that attend meetings of grassroots cells.

The rooms, imports going down only: app, ui, services, then storage | packets | merging | documents, then domain.
"""

__version__ = "0.1.0"
