"""Two rooms: a student's functions run in theirs, test cells in the examiner's; plain data crosses."""
