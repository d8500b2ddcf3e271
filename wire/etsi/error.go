package etsi

import (
	"errors"
	"strconv"

	"writ/wire/ber"
)

// An Error says where a PDU departs from its module. It quotes no content.
type Error struct {
	Offset  int    // octets from the start of the PDU
	Field   string // the ASN.1 type and field, with the clause where the module names one
	Problem string
}

// Error returns "etsi: octet OFFSET: FIELD: PROBLEM".
func (e *Error) Error() string {
	return "etsi: octet " + strconv.Itoa(e.Offset) + ": " + e.Field + ": " + e.Problem
}

// at gives an error of the encoding rules the field in which it happened.
func at(err error, field string) error {
	if err == nil {
		return nil
	}
	var b *ber.Error
	if errors.As(err, &b) {
		return &Error{b.Offset, field, b.Problem}
	}
	return err
}
