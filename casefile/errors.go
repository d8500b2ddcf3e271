package casefile

import (
	"errors"
	"strconv"
)

// What Step and the readers may answer. None of them quotes the paper, a name in it, or a reading.
var (
	ErrState      = errors.New("casefile: the case does not stand where this can be done")
	ErrRole       = errors.New("casefile: a person of this role can't do this")
	ErrOwn        = errors.New("casefile: who registered the demand can't verify or approve it; ask another person")
	ErrTwice      = errors.New("casefile: this person has said so already")
	ErrSignature  = errors.New("casefile: the signature is not this person's over this version of the case; sign what the case shows now")
	ErrClock      = errors.New("casefile: the instant lies before the case's last step; set the clock right")
	ErrPerson     = errors.New("casefile: nobody enrolled signed this")
	ErrAgency     = errors.New("casefile: the agency is not that of the case, or not in the directory; correct the directory or the case")
	ErrContact    = errors.New("casefile: not a contact of the directory's entry; call back by the directory, never by the paper")
	ErrCountry    = errors.New("casefile: the issuer's country is not that of the agency in the directory; read the paper again or correct the directory")
	ErrReason     = errors.New("casefile: a reason is needed: 1 to 1000 octets in plain words, without numbers of six digits or more and without addresses; it stands on the ledger")
	ErrDecision   = errors.New("casefile: the decision is on another demand than the case's; compose and decide again")
	ErrOutcome    = errors.New("casefile: no receipt of this case's own outcome on its ledger")
	ErrNoHaste    = errors.New("casefile: no emergency: the paper as read states none, or the tenant's policy has no hours for one")
	ErrLate       = errors.New("casefile: the second approval of the emergency is late: lookup, assembly and delivery stop until it is there")
	ErrLimit      = errors.New("casefile: too large")
	ErrID         = errors.New("casefile: a case's number is 16 to 64 hexadecimal digits, drawn at random")
	ErrForm       = errors.New("casefile: not in a form that is known here")
	ErrVersion    = errors.New("casefile: written by a newer writ; use that one")
	ErrUnknown    = errors.New("casefile: no such case")
	ErrErased     = errors.New("casefile: the case's key is erased; its content can't be read")
	ErrDifferent  = errors.New("casefile: the ledger holds another entry under this key than the case wrote: stop and find out who wrote it")
	ErrCut        = errors.New("casefile: the ledger lacks an entry that the cases have written to it: it was cut, set back or exchanged; stop, and compare it with a backup and with a checkpoint that others hold")
	ErrEdited     = errors.New("casefile: what is stored of the case was changed from outside; compare with the ledger and a backup")
	ErrUnerasable = errors.New("casefile: only a closed case is erased, when no clock runs on it any more and its erasure is on the ledger")
)

// A FileError says where a file of ours is wrong, what is wrong, and what to write instead.
type FileError struct {
	File      string
	Line, Col int // from 1; 0 where it is about the whole file
	Problem   string
	Fix       string
}

func (e *FileError) Error() string {
	s := e.File
	if e.Line > 0 {
		s += ":" + strconv.Itoa(e.Line)
	}
	if e.Col > 0 {
		s += ":" + strconv.Itoa(e.Col)
	}
	return s + ": " + e.Problem + "; " + e.Fix
}
