// Package draw draws what several screens and dialogs show of an entry and its judgement: headline, gates, problems,
// metrics, names, verdicts. Each has one look, wherever it stands.
//
// Text from outside comes out escaped; a width that is asked for is kept. It reads no store and keeps no state.
package draw
