package oracle

import "time"

// A Session is one sitting of a line at an access server.
type Session struct {
	Login, Address, Prefix string
	Start                  time.Time
	Stop                   time.Time // zero: none was recorded
}

// Assignments says who had each address from when until when: until the session's stop, until the address was given to
// another session, or still.
func Assignments(sessions []Session) []Row {
	var out []Row
	for i, s := range sessions {
		for field, text := range map[string]string{"address": s.Address, "ipv6-prefix": s.Prefix} {
			if text == "" {
				continue
			}
			end, known := s.Stop, "stop"
			for j, o := range sessions {
				given := field == "address" && o.Address == text || field == "ipv6-prefix" && o.Prefix == text
				if i != j && given && o.Start.After(s.Start) && (end.IsZero() || o.Start.Before(end)) {
					end, known = o.Start, "implied"
				}
			}
			f := map[string]string{field: text, "user": s.Login, "from": s.Start.Format(time.RFC3339Nano), "until": end.Format(time.RFC3339Nano), "end-known": known}
			if end.IsZero() {
				delete(f, "until")
				f["end-known"] = "open"
			}
			out = append(out, Row{Kind: "assignment", At: s.Start, Until: end, Fields: f})
		}
	}
	return out
}
