// Package screentest drives Bubble Tea programs in tests and shows what a terminal would.
//
// [Screen] drives a tea.Model without a terminal: the test sends messages, presses keys and reads the screen. Everything
// happens in the test's own order: a command that Update returns runs at once and to its end, and its message is handled
// before the next line of the test. Commands that wait for something, such as timers, are parked instead (see
// [Screen.Park]) and run when the test releases them. There is no clock and no race in it.
//
// [Terminal] runs a real command in a pseudo-terminal with an emulator behind it, which answers the program's questions
// as a terminal does. It is for the few tests that must see the whole program; it waits for what the screen shows, never
// for time to pass.
//
// Both name keys as Bubble Tea does: "a", "G", "?", "enter", "esc", "up", "pgdown", "space", "f1", "ctrl+p", "alt+b",
// "shift+tab".
//
// Both give a picture of their screen, as SVG: [Screen.Picture], [Terminal.Picture], which [GoldenPicture] compares with a
// file.
//
// It is meant for tests only: importing it registers the flag -update, which makes [Golden], [GoldenFile]
// and [GoldenPicture] rewrite their files.
package screentest
