// Packs takes each rule of law out of its pack, one at a time, and asks every case that touches the pack whether it
// notices. A rule whose removal no case notices is one that could be lost without anybody seeing it.
//
//	go run ./e2e/mutate/packs [-finer] [-dir law/packs] [PACK...]
//
// It changes no file: each removal is laid over the folder in memory. Start at removal.go: what is taken out.
package main
