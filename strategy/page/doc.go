// Package page shows an assessment to counsel: one document of which the page, the PDF and the Markdown all say the
// same. It draws nothing itself; package render does.
//
// Start at [Document].
package page
