// Package render turns one [Document] into a PDF and its HTML twin, so that both always say the same.
//
// The PDF embeds DejaVu Sans Condensed (render/fonts) and its bytes depend on the Document alone.
// Right-to-left text is put in its visual order (Unicode bidirectional algorithm); Arabic letters are joined
// by their presentation forms, other scripts that need shaping (Devanagari, Thai, …) are not shaped, and a
// character that the font lacks stands as its number, ⟨4E2D⟩. The HTML twin, which has no such limits, is
// self-contained: no script, no picture, no address of anything else.
//
// Start at [Document], then [PDF] and [HTML].
package render
