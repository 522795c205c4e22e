"""The pages, the programming interface and the commands: the only folder that composes the others."""
