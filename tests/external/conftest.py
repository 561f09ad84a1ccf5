"""The plugin in this folder is a project of its own: its tests run where it and AiXplore are installed as wheels."""

collect_ignore = ["aixplore_hello"]
