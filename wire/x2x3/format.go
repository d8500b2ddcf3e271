package x2x3

// Format is the Payload Format.
type Format uint16

// The payload formats.
const (
	NoFormat        Format = 0 // keep-alives
	ETSI102232      Format = 1
	TS33128         Format = 2
	TS33108         Format = 3
	Proprietary     Format = 4
	IPv4            Format = 5
	IPv6            Format = 6
	Ethernet        Format = 7
	RTP             Format = 8
	SIP             Format = 9
	DHCP            Format = 10
	RADIUS          Format = 11
	GTPU            Format = 12
	MSRP            Format = 13
	EPSIRIContent   Format = 14
	MIME            Format = 15
	Unstructured3GP Format = 16
	PSPDU           Format = 17 // V1.10.1, from one source [unverified]
)

// on says on which interfaces a format may stand: X2, X3.
var on = [...]struct{ x2, x3 bool }{
	NoFormat:        {false, false},
	ETSI102232:      {true, true},
	TS33128:         {true, true},
	TS33108:         {true, true},
	Proprietary:     {true, true},
	IPv4:            {true, true},
	IPv6:            {true, true},
	Ethernet:        {false, true},
	RTP:             {false, true},
	SIP:             {true, false},
	DHCP:            {true, false},
	RADIUS:          {true, false},
	GTPU:            {false, true},
	MSRP:            {false, true},
	EPSIRIContent:   {true, false},
	MIME:            {true, true},
	Unstructured3GP: {false, true},
	PSPDU:           {true, true},
}

// Known reports whether this package has a name for the format.
func (f Format) Known() bool { return int(f) < len(on) }

// On reports whether the format may stand on PDUs of type t. A format of a later version may.
func (f Format) On(t Type) bool {
	switch {
	case t == KeepAlive || t == KeepAliveAck:
		return f == NoFormat
	case !f.Known():
		return true
	case t == X2:
		return on[f].x2
	default:
		return on[f].x3
	}
}
