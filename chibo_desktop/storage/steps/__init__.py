"""Changes of the tables, one numbered module each, run once in order.

Law of the room: a step is frozen when it is released; it names its own tables and never imports the models, which
describe the present. It never rewrites signed bytes. The runner reads the modules as files, so a frozen program must
carry this folder as it is.
"""
