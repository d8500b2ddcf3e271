package main

func decideExplain(sh *shell, files []string) error { return later(errQuiet) }
