"""The windows: show rows, collect drafts, start jobs.

Law of this room: it knows the services and the values of the domain, nothing below them; words for people live here
(`sentences`, `words`, the pages) and nowhere deeper; nothing here touches a file or the database on the GUI thread.
"""
