"""The MOS protocol, version 2.8: frames, messages, answers, and what a message changes. Pure."""
