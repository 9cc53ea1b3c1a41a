"""Values and rules that are true on paper without a computer.

Law of the room: standard library only; no clock, no randomness, no files. Whatever depends on time or chance takes it
as a parameter.
"""
