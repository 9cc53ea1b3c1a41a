"""Verbs of the office and of the group: one function is one use case and one transaction.

Law of the room: services put steps in order. Rules live in domain, SQL in storage, bytes in packets, comparing in
merging, paper in documents. Windows and command line call the same functions.
"""
