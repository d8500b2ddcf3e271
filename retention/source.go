package retention

import (
	"iter"
	"time"

	"writ/records"
	"writ/scope"
)

// Patience is the longest that a [Source] works without asking [Ticket.Live], so that a stop ends it within a second.
const Patience = 200 * time.Millisecond

// A Source yields plain rows. Its test calls retentiontest.Run.
type Source interface {
	// Rows yields every stored row that answers one of the quests: of one of its kinds, bearing one of its names
	// (records.Row.Naming), and in its span, where it has one (records.Row.In). A row that answers several quests is
	// yielded once. It may yield more, since the sieve judges each row again; never less. Derived rows
	// (records.Assignment) are stored nowhere and never yielded.
	//
	// A ticket that does not open the store yields its error and no row. An error is the last that is yielded.
	Rows(t Ticket, quests []scope.Quest) iter.Seq2[records.Row, error]
}
