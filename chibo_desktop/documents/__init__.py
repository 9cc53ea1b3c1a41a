"""Paper: minutes as PDF, set line by line.

Law of the room: values in, bytes out; no clock, no randomness, so identical input gives identical bytes. Text of a
visit is set letter by letter and never passes a reader of mark-up, so there is nothing to escape and no file that a
text could name. What a rule prescribes (sizes, margins, headings, order) is data in ``resources/profiles`` and
``resources/words``.
"""
