// Package rebuild makes calls and sessions of an IP access again from a delivery: who called whom, the sound of both directions,
// captures of what can't be heard here, lists of flows.
//
// A delivery is indexed first ([Index.Add], no content is kept), then each [Session] is loaded alone ([Session.Load]), so that only
// one session's content is in memory. [Session.Sound], [Session.Capture], [Session.Signalling] and [Session.FlowList] write files.
package rebuild
