"""The process that talks MOS with the newsroom's system: its running orders become dated entries of the rundown."""
