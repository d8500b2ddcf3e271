package sip

import "bytes"

// address splits a name-addr or addr-spec: the URI, and what stands after it. Without angle brackets the
// parameters belong to the header (RFC 3261 clause 20.10).
func address(v []byte) (uri, params []byte) {
	if open := outside(v, '<'); open >= 0 {
		in := v[open+1:]
		if end := bytes.IndexByte(in, '>'); end >= 0 {
			return trim(in[:end]), in[end+1:]
		}
		return trim(in), nil
	}
	if semi := bytes.IndexByte(v, ';'); semi >= 0 {
		return trim(v[:semi]), v[semi:]
	}
	return trim(v), nil
}

// outside finds c outside of quoted strings; -1 when there is none.
func outside(v []byte, c byte) int {
	quoted := false
	for i := 0; i < len(v); i++ {
		switch {
		case quoted && v[i] == '\\':
			i++
		case v[i] == '"':
			quoted = !quoted
		case !quoted && v[i] == c:
			return i
		}
	}
	return -1
}

// addresses appends the URIs of a list of addresses, up to the limit.
func addresses(list [][]byte, v []byte) [][]byte {
	for len(v) > 0 && len(list) < MaxIdentity {
		one, rest := cutAddress(v)
		if uri, _ := address(one); len(uri) > 0 {
			list = append(list, uri)
		}
		v = rest
	}
	return list
}

// cutAddress cuts at the next comma that is neither quoted nor inside angle brackets.
func cutAddress(v []byte) (one, rest []byte) {
	quoted, angle := false, false
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<', c == '>':
			angle = c == '<'
		case c == ',' && !angle:
			return v[:i], v[i+1:]
		}
	}
	return v, nil
}

// parameter finds the value of ;name=value. The name is in lower case.
func parameter(params []byte, name string) []byte {
	for len(params) > 0 {
		semi := outside(params, ';')
		if semi < 0 {
			return nil
		}
		params = params[semi+1:]
		one := params
		if end := outside(params, ';'); end >= 0 {
			one = params[:end]
		}
		key, value, ok := bytes.Cut(one, []byte{'='})
		if ok && fold(trim(key), name) {
			return trim(value)
		}
	}
	return nil
}

// Scheme gives the scheme of a URI without its colon; nil when there is none.
func Scheme(uri []byte) []byte {
	if i := bytes.IndexByte(uri, ':'); i > 0 {
		return uri[:i]
	}
	return nil
}

// User gives the user part of a sip: or sips: URI, without password, or the number of a tel: URI without its
// parameters; nil when there is none. Escapes stay.
func User(uri []byte) []byte {
	scheme, rest, ok := bytes.Cut(uri, []byte{':'})
	if !ok {
		return nil
	}
	if fold(scheme, "tel") {
		number, _, _ := bytes.Cut(rest, []byte{';'})
		return number
	}
	at := bytes.LastIndexByte(rest[:hostEnd(rest)], '@')
	if at < 0 {
		return nil
	}
	user, _, _ := bytes.Cut(rest[:at], []byte{':'})
	return user
}

// hostEnd finds where a URI's parameters or headers begin: after the last @ before any '?', since a user part
// may hold semicolons.
func hostEnd(rest []byte) int {
	end := len(rest)
	if at := bytes.IndexByte(rest, '@'); at >= 0 {
		for i := at; i < len(rest); i++ {
			if rest[i] == ';' || rest[i] == '?' || rest[i] == '>' {
				return i
			}
		}
	}
	return end
}

// Host gives the host of a sip: or sips: URI, without port and parameters; an IPv6 reference keeps its brackets.
func Host(uri []byte) []byte {
	_, rest, ok := bytes.Cut(uri, []byte{':'})
	if !ok {
		return nil
	}
	rest = rest[:hostEnd(rest)]
	rest = rest[bytes.LastIndexByte(rest, '@')+1:]
	if len(rest) > 0 && rest[0] == '[' {
		return rest[:bytes.IndexByte(rest, ']')+1]
	}
	for i, c := range rest {
		if c == ':' || c == ';' || c == '?' {
			return rest[:i]
		}
	}
	return rest
}
