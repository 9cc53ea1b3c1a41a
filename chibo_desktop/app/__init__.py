"""Composition: start-up, places on this system, the single instance, crash reports, and the command line.

Law of the room: nothing is decided here. What the program does stands in services; this room joins it to a process.
"""
