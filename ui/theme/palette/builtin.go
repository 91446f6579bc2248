package palette

// Colours has a colour for each role.
type Colours [roles]Colour

// Sixteen has for each role one of the terminal's own sixteen colours; Own is the colour of
// its text.
type Sixteen [roles]int8

// Own is the terminal's own colour of text.
const Own = -1

// The text colours are xterm's where they can be: they take half the bytes of others.

func darkColours() Colours {
	return Colours{
		Surface: rgb(0x16181d, 234), Raised: xterm(235), Selected: rgb(0x28395a, 237), Blurred: xterm(236), Linked: xterm(17),
		Text: xterm(253), Quiet: xterm(248), OK: xterm(78), Warn: xterm(221), Error: xterm(210), Accent: xterm(117), Key: xterm(117),
		JSONName: xterm(110), JSONString: xterm(253), JSONNumber: xterm(223), JSONLiteral: xterm(183), JSONPunctuation: xterm(248),
		Rule: xterm(59), FocusedRule: xterm(117), ScrollBar: xterm(253),
		Match: xterm(220), MatchText: xterm(16),
		LabelOK: rgb(0x1f4d33, 22), LabelOKText: xterm(157), LabelWarn: xterm(221), LabelWarnText: xterm(16),
		LabelError: xterm(210), LabelErrorText: xterm(16), LabelQuiet: xterm(239), LabelQuietText: xterm(253), Tab: xterm(117), TabText: xterm(16),
	}
}

func lightColours() Colours {
	return Colours{
		Surface: xterm(231), Raised: rgb(0xf0f2f5, 255), Selected: rgb(0xd9e8ff, 195), Blurred: rgb(0xebedf0, 255), Linked: rgb(0xfff3c4, 230),
		Text: xterm(235), Quiet: xterm(240), OK: xterm(22), Warn: xterm(94), Error: xterm(124), Accent: xterm(25), Key: xterm(25),
		JSONName: xterm(24), JSONString: xterm(235), JSONNumber: xterm(89), JSONLiteral: xterm(55), JSONPunctuation: xterm(240),
		Rule: xterm(250), FocusedRule: xterm(25), ScrollBar: xterm(235),
		Match: xterm(221), MatchText: xterm(16),
		LabelOK: rgb(0xd3f0da, 194), LabelOKText: xterm(22), LabelWarn: xterm(222), LabelWarnText: xterm(16),
		LabelError: xterm(124), LabelErrorText: xterm(231), LabelQuiet: xterm(253), LabelQuietText: xterm(237), Tab: xterm(25), TabText: xterm(231),
	}
}

func highContrastDark() Colours {
	return Colours{
		Surface: xterm(16), Raised: xterm(235), Selected: xterm(19), Blurred: xterm(236), Linked: xterm(17),
		Text: xterm(231), Quiet: xterm(252), OK: xterm(120), Warn: xterm(227), Error: xterm(217), Accent: xterm(159), Key: xterm(227),
		JSONName: xterm(159), JSONString: xterm(231), JSONNumber: xterm(229), JSONLiteral: xterm(225), JSONPunctuation: xterm(252),
		Rule: xterm(252), FocusedRule: xterm(227), ScrollBar: xterm(231),
		Match: xterm(226), MatchText: xterm(16),
		LabelOK: xterm(120), LabelOKText: xterm(16), LabelWarn: xterm(227), LabelWarnText: xterm(16),
		LabelError: xterm(217), LabelErrorText: xterm(16), LabelQuiet: xterm(252), LabelQuietText: xterm(16), Tab: xterm(227), TabText: xterm(16),
	}
}

func highContrastLight() Colours {
	return Colours{
		Surface: xterm(231), Raised: xterm(255), Selected: rgb(0xd4f4ff, 195), Blurred: xterm(255), Linked: xterm(230),
		Text: xterm(16), Quiet: xterm(237), OK: rgb(0x004d00, 22), Warn: rgb(0x5a3d00, 58), Error: xterm(88), Accent: xterm(18), Key: xterm(18),
		JSONName: xterm(18), JSONString: xterm(16), JSONNumber: xterm(53), JSONLiteral: xterm(54), JSONPunctuation: xterm(237),
		Rule: xterm(238), FocusedRule: xterm(18), ScrollBar: xterm(16),
		Match: xterm(226), MatchText: xterm(16),
		LabelOK: rgb(0x004d00, 22), LabelOKText: xterm(231), LabelWarn: rgb(0x5a3d00, 58), LabelWarnText: xterm(231),
		LabelError: xterm(88), LabelErrorText: xterm(231), LabelQuiet: xterm(237), LabelQuietText: xterm(231), Tab: xterm(18), TabText: xterm(231),
	}
}

// Blue is well and orange is wrong: these are told apart by who sees no red or no green.

func colourBlindDark() Colours {
	c := darkColours()
	c[OK], c[Warn], c[Error] = xterm(75), xterm(230), xterm(208)
	c[Accent], c[Key], c[FocusedRule] = xterm(189), xterm(189), xterm(189)
	c[JSONName], c[JSONNumber] = xterm(146), xterm(223)
	c[LabelOK], c[LabelOKText] = rgb(0x1d3f6e, 18), xterm(153)
	c[LabelWarn], c[LabelError] = xterm(230), xterm(208)
	c[Tab] = xterm(189)
	return c
}

func colourBlindLight() Colours {
	c := lightColours()
	c[OK], c[Warn], c[Error] = xterm(25), xterm(236), rgb(0x8f4500, 94)
	c[Accent], c[Key], c[FocusedRule] = xterm(54), xterm(54), xterm(54)
	c[JSONName], c[JSONNumber] = xterm(24), xterm(94)
	c[LabelOK], c[LabelOKText] = rgb(0xd9e8ff, 195), xterm(25)
	c[LabelWarn], c[LabelWarnText] = xterm(237), xterm(231)
	c[LabelError], c[LabelErrorText] = rgb(0x8f4500, 94), xterm(231)
	c[Tab] = xterm(54)
	return c
}

// Of the sixteen, dark blue is unreadable on black in many terminals, yellow on white, and
// the eighth is the background itself in some: only rules have it, which nobody has to read.

func sixteenOnDark() Sixteen {
	return Sixteen{
		Text: Own, Quiet: 7, OK: 2, Warn: 3, Error: 9, Accent: 6, Key: 14,
		JSONName: 14, JSONString: Own, JSONNumber: 6, JSONLiteral: 5, JSONPunctuation: 7,
		Rule: 8, FocusedRule: 14, ScrollBar: Own,
		Match: 3, MatchText: 0, LabelOK: 2, LabelOKText: 0, LabelWarn: 3, LabelWarnText: 0,
		LabelError: 1, LabelErrorText: 15, LabelQuiet: 7, LabelQuietText: 0, Tab: 6, TabText: 0,
	}
}

func sixteenOnLight() Sixteen {
	return Sixteen{
		Text: Own, Quiet: 8, OK: 2, Warn: 5, Error: 1, Accent: 4, Key: 4,
		JSONName: 4, JSONString: Own, JSONNumber: 5, JSONLiteral: 1, JSONPunctuation: 8,
		Rule: 8, FocusedRule: 4, ScrollBar: Own,
		Match: 3, MatchText: 0, LabelOK: 2, LabelOKText: 0, LabelWarn: 3, LabelWarnText: 0,
		LabelError: 1, LabelErrorText: 15, LabelQuiet: 8, LabelQuietText: 15, Tab: 4, TabText: 15,
	}
}

// tellApart has what is well and what is wrong in blue and yellow instead of green and red.
func (s Sixteen) tellApart(light bool) Sixteen {
	s[OK], s[Warn], s[Error] = 6, 7, 11
	s[LabelOK], s[LabelError], s[LabelErrorText] = 6, 3, 0
	s[LabelWarn], s[LabelWarnText] = 7, 0
	if light {
		s[OK], s[Warn], s[Error] = 4, 8, 5
	}
	return s
}
