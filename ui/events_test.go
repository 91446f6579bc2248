package ui_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/ui"
	"segtap/ui/snippet"
	"segtap/ui/theme/palette"
)

func TestTheScreenAtManySizes(t *testing.T) {
	for _, size := range []struct{ w, h int }{{200, 50}, {120, 36}, {100, 30}, {80, 24}, {40, 10}} {
		name := fmt.Sprintf("%dx%d", size.w, size.h)
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, size.w, size.h, func(o *ui.Options) { o.Env.Address = o.Address })
			d.sees("Waiting for the first")
			d.Golden("start-" + name)
			d.post("track", goodOrder)
			d.post("page", aPage)
			d.post("track", noUser)
			d.post("track", badOrder)
			if size.w < 100 {
				d.sees("Order Completed")
				d.Golden("list-" + name)
				d.Press("enter")
			}
			d.sees("$59.9")
			d.Golden("detail-" + name)
			if size.w == 100 { // the others are as those of 120
				return
			}
			d.Press("?")
			d.sees("help >")
			d.Golden("help-" + name)
			d.Press("esc", "e")
			d.sees("Edit a copy")
			d.Golden("edit-" + name)
			d.Press("ctrl+t")
			d.sees("$59.9")
			d.Golden("form-" + name)
			d.Press("esc", "r")
			d.sees("Replay #4")
			d.Golden("replay-" + name)
		})
	}
}

func TestThePictureOfTheREADME(t *testing.T) {
	d := newDesk(t, 120, 30, withStorefront(t))
	d.post("track", goodOrder)
	d.post("track", badOrder)
	d.post("track", strings.ReplaceAll(goodOrder, "Order Completed", "Order Complted"))
	d.post("page", aPage)
	d.post("track", noUser)
	d.Press("home", "down")
	d.sees("value_not_number")
	d.Golden("picture-120x30")
}

func TestNoSizeBreaksTheScreen(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	sizes := func() {
		for _, w := range []int{1, 2, 3, 5, 9, 17, 30, 39, 40, 63, 64, 80, 99, 100, 119, 160, 250} {
			for _, h := range []int{1, 2, 3, 4, 5, 7, 8, 10, 14, 24, 36, 80} {
				d.Resize(w, h)
			}
		}
		d.Resize(120, 36)
	}
	sizes()
	d.shop()
	sizes()
	for _, keys := range [][]string{{"tab"}, {"tab"}, {"esc", "?"}, {"esc", "ctrl+p"}, {"esc", "e"}, {"esc", "r"}, {"enter"}, {"esc", "esc", "y"}, {"esc", "/"}, {"esc", "2"}, {"F"}, {"esc", "1"}} {
		d.Press(keys...)
		sizes()
	}
}

func TestTheListFollowsUntilThePersonMoves(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.sees("#1  Order Completed")
	d.post("track", noUser)
	d.sees("#2  Signed Up")
	d.sees("▶ following")
	d.Press("up")
	d.sees("#1  Order Completed")
	d.sees("press G to follow")
	d.post("track", badOrder)
	d.sees("#1  Order Completed")
	d.Press("G")
	d.sees("#3  Order Completed")
}

func TestThePauseHoldsTheListWhileCaptureGoesOn(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.sees("#1")
	d.Press("space")
	d.sees("paused, 0 new")
	d.post("track", noUser)
	d.post("track", badOrder)
	d.sees("paused, 2 new")
	if strings.Contains(d.Text(), "Signed Up") {
		t.Errorf("the list went on:\n%s", d.Text())
	}
	d.Press("space")
	d.sees("Signed Up")
	d.sees("#3")
}

func TestTheFilterNarrowsAsItIsTyped(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.shop()
	d.Press("/")
	d.Type("pro")
	d.sees("3 match") // the word occurs in properties, too
	d.Type(" signed")
	d.sees("1 match")
	d.Press("enter")
	d.sees("filter: pro signed")
	d.sees("1 of 4")
	d.sees("#3  Signed Up")
	d.post("track", strings.ReplaceAll(noUser, "Signed Up", "Signed Up Again"))
	d.sees("2 of 5")
	d.Press("esc")
	d.lacks("filter:")
	d.Press("/")
	d.Type("nowhere")
	d.sees("no entry matches the filter")
	d.Press("esc")
	d.sees("Order Completed")
}

func TestProblemsAreWalkedThrough(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", `{"userId":"","event":"Order Completed","properties":{"revenue":"abc"}}`)
	d.sees("user_key_empty")
	first := d.Text()
	d.Press("n")
	if d.Text() == first {
		t.Error("n selects no other problem")
	}
	d.Press("N")
	if d.Text() != first {
		t.Error("N does not lead back")
	}
}

func TestALineLightsUpWhatItFeeds(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.sees("metricValue")
	d.Press("tab")
	for !strings.Contains(lineOf(d.Text(), "metricValue"), "┃") {
		before := d.Text()
		if d.Press("down"); d.Text() == before {
			t.Fatalf("no line lights up metricValue:\n%s", before)
		}
	}
	d.sees(`▌     "revenue": 59.9`)
	d.Golden("lights")
}

// lineOf gives the first line that has the text.
func lineOf(screen, text string) string {
	for line := range strings.SplitSeq(screen, "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}

func TestARepairedEventIsSentAgain(t *testing.T) {
	var mu sync.Mutex
	var got []string
	fake := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		buf := new(strings.Builder)
		_, _ = fmt.Fprintf(buf, "%s %s ", r.Method, r.URL.Path)
		b := make([]byte, 1<<16)
		n, _ := r.Body.Read(b)
		buf.Write(b[:n])
		mu.Lock()
		got = append(got, buf.String())
		mu.Unlock()
		w.WriteHeader(http.StatusAccepted)
	}))
	defer fake.Close()
	d := newDesk(t, 120, 36, func(o *ui.Options) {
		o.Env.ClientSideID, o.Env.EventsURL = "0123456789abcdef01234567", fake.URL
	})
	d.post("track", badOrder)
	d.sees("[f fixes it]")
	d.Press("f")
	d.sees("Edit a copy of #1")
	d.sees(`"metricValue": 59.9`)
	d.Press("ctrl+r")
	d.sees("Replay #2")
	d.Press("down", "enter")
	d.sees("POST /events/bulk/0123456789abcdef01234567 HTTP/1.1")
	d.sees("This stays on this machine")
	mu.Lock()
	if len(got) > 0 {
		t.Errorf("sent before it was confirmed: %v", got)
	}
	mu.Unlock()
	d.Press("enter")
	d.sees("202")
	want := `POST /events/bulk/0123456789abcdef01234567 [{"kind":"custom","key":"Order Completed","contextKeys":{"unauthenticatedUser":"anon-7f3","user":"u_42"},` +
		`"creationDate":1787054402000,"metricValue":59.9,"data":{"order_id":"A-1002","revenue":59.9,"currency":"USD"}}]`
	mu.Lock()
	if len(got) != 1 || got[0] != want {
		t.Errorf("LaunchDarkly got\n%q\nwant\n%q", got, want)
	}
	mu.Unlock()
	d.Press("enter")
	d.arrive()
	d.sees("Order Completed ↻#2")
	child, err := d.store.Read(3)
	if err != nil || len(child.Attempts) != 1 || child.Attempts[0].Status != 202 {
		t.Errorf("the attempt is not recorded: %+v %v", child.Attempts, err)
	}
	original, err := d.store.Read(1)
	if err != nil || string(original.Record.Body) != badOrder {
		t.Errorf("the captured message has changed: %s %v", original.Record.Body, err)
	}
}

func TestAReplayThatComesBackHereIsAChildOfItsEntry(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.Press("r", "enter")
	d.sees("Segtap-Parent: 1.")
	d.Press("enter")
	d.sees("200")
	d.Press("enter")
	d.arrive()
	d.sees("#2 ↻ of #1  Order Completed")
	if e, _ := d.store.Entry(2); e.Parent != 1 || e.Origin != capture.Received {
		t.Errorf("%+v", e)
	}
}

func TestWhatLeavesTheMachineAsksFirst(t *testing.T) {
	d := newDesk(t, 120, 36, func(o *ui.Options) { o.Env.ClientSideID = "0123456789abcdef01234567" })
	d.post("track", goodOrder)
	d.sees("metricValue")
	d.Press("r", "down", "enter")
	d.sees("A replay counts now")
	d.Press("enter") // enter is no yes
	d.sees("A replay counts now")
	d.Press("n")
	d.lacks("A replay counts now")
	if e, _ := d.store.At(0); e.Attempts != 0 || d.store.Counts().Entries != 1 {
		t.Error("something was sent")
	}
}

func TestAKeyThatDoesNothingSaysWhy(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	for key, why := range map[string]string{"e": "no entry is selected", "n": "no entry is selected", "r": "no entry is selected"} {
		d.Press(key)
		d.sees(key + ": " + why)
	}
	d.post("track", goodOrder)
	d.sees("metricValue")
	d.Press("E")
	d.sees("neither $VISUAL nor $EDITOR is set, and there is no vi")
	d.Press("f")
	d.sees("f: ")
}

func TestTheEditorSaysWhereTheJSONEnds(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.sees("metricValue")
	d.Press("e")
	d.sees("well-formed JSON")
	d.Type("x")
	d.sees("line ")
	d.sees("rejected")
	d.Press("ctrl+z")
	d.sees("well-formed JSON")
	d.Press("esc")
	d.lacks("Edit a copy")
	d.Press("e")
	d.sees("Edit a copy")
	d.Type("x")
	d.Press("esc")
	d.sees("Throw the draft away?")
	d.Press("n")
	d.sees("Edit a copy")
	d.Press("esc", "y")
	d.lacks("Edit a copy")
}

func TestHostileTextStaysText(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", `{"userId":"\u001b]52;c;aGk=\u0007","event":"\u001b[2J\u001b]0;owned\u0007\u202egnp\u0000","properties":{"revenue":1,"value":"`+"\u009b31m\u202e\u007f"+`"}}`)
	d.sees(`\x1b[2J`)
	d.sees("LaunchDarkly custom event")
	d.sees("revenue_shadows_value")
	for _, bad := range []string{"\x1b]", "\x07", "\u202e", "\x1b[2J", "\u009b", "\x00", "\x7f"} {
		if strings.Contains(d.View().Content, bad) {
			t.Errorf("%q reaches the terminal", bad)
		}
	}
	d.Press("e")
	d.sees("Edit a copy")
	d.CheckBounds()
}

func TestTheSampleComesThroughTheRealRoute(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.sees("Waiting for")
	d.Press("t")
	d.arrive()
	d.sees("#1  Order Completed")
	d.sees("segtap-sample")
}

func TestTheStartScreenOffersEverySDK(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	for _, s := range snippet.All() {
		d.sees("[" + s.SDK + "]")
		line := s.Fill("http://127.0.0.1:8910")[0]
		d.sees(line[:min(len(line), 60)])
		d.Press("right")
	}
	d.Press("left")
	d.sees("[" + snippet.All()[len(snippet.All())-1].SDK + "]")
}

func TestThePaletteFindsCommands(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.sees("metricValue")
	d.Press("ctrl+p")
	d.Type("pau")
	d.sees("hold the list still")
	d.Press("enter")
	d.sees("paused")
	d.Press("q")
	if !d.Quit() {
		t.Error("q does not quit")
	}
}

// What is typed is looked for by sense: letters that are only somewhere in a sentence find
// nothing, and what moves the cursor is not what a person looks for first.
func TestThePaletteBySense(t *testing.T) {
	d := newDesk(t, 120, 20, nil)
	d.shop()
	d.Press("ctrl+p")
	for _, first := range []string{"edit ", "fix ", "replay "} {
		d.sees(first)
	}
	d.lacks("page-up")
	for typed, want := range map[string]string{"theme": "theme ", "colour": "theme ", "color": "theme ", "Send Again": "replay ", "rplay": "replay ", "xyzzy": "no command", "thm colours": "no command"} {
		d.Type(typed)
		if row := strings.Split(d.Text(), "\n")[4]; !strings.Contains(row, want) {
			t.Errorf("%q finds %q, not %q", typed, row, want)
		}
		d.Press("ctrl+u")
	}
}

// The theme is chosen on the screen: what is under the cursor is seen at once, esc brings
// back the one before, and enter says how it stays.
func TestTheThemeIsChosenOnTheScreen(t *testing.T) {
	pink, err := palette.Parse("#ff66cc")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, 120, 36, func(o *ui.Options) {
		o.Themes = []palette.Theme{{Name: palette.Auto}, {Name: "high-contrast"}, {Name: "mine", Base: "dark", Change: map[palette.Role]palette.Colour{palette.Key: pink, palette.Text: pink, palette.Selected: pink}}}
	})
	d.shop()
	before := d.Styled()
	d.Press("T", "down", "down")
	if d.sees("text on selected 1.0:1"); !strings.Contains(d.Styled(), "255;102;204") {
		t.Error("the theme under the cursor is not seen")
	}
	d.Press("esc")
	if d.Styled() != before {
		t.Error("esc does not bring back the theme before")
	}
	d.Press("T", "down", "enter")
	d.sees("the theme is high-contrast, the next time in this directory too")
	d.Press("T")
	d.sees("▌ high-contrast")
}

// The dialog of the columns names the key that keeps, and says which have no room.
func TestColumnsThatHaveNoRoom(t *testing.T) {
	d := newDesk(t, 60, 24, nil)
	d.post("track", goodOrder)
	d.sees("Order Completed")
	d.Press("C")
	d.sees(" enter keep ")
	d.sees(" esc cancel ")
	d.sees("[x] source  (no room in the list now)")
	d.sees("[x] number  the number")
	d.lacks("event   (no room")
	d.sees("[x] metric  (no metrics are known)")
	d.Press("space", "down", "space", "down", "down", "down", "space", "down", "space")
	d.lacks("[x] source  (no room")
}

func TestTheMouseSelects(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.shop()
	d.Click(5, 3)
	d.sees("#1  Order Completed")
	d.Click(60, 6)
	d.sees("▶Segment track")
}

func TestANoticeGoesAfterAWhile(t *testing.T) {
	now := noon
	d := newDesk(t, 120, 36, func(o *ui.Options) { o.Now = func() time.Time { return now } })
	d.Press("e")
	d.sees("no entry is selected")
	now = now.Add(10 * time.Second)
	d.Press("down")
	d.lacks("no entry is selected")
}

func TestWhatCameIsShownAsItCame(t *testing.T) {
	for name, c := range map[string]struct {
		properties string
		shown      []string // on the screen, exactly
		code       string   // of its diagnostic; empty for none
	}{
		"64-bit integer":     {`{"revenue":1,"id":9007199254740993}`, []string{`"id": 9007199254740993`, `"id": 9007199254740992`}, "number_precision_lost"},
		"overflowing number": {`{"revenue":1,"n":1e309}`, []string{`"n": 1e309`, `"n": null`}, "number_precision_lost"},
		"negative zero":      {`{"revenue":-0}`, []string{`"revenue": -0`, `"metricValue": 0`}, ""},
		"trailing zero":      {`{"revenue":1.50}`, []string{`"revenue": 1.50`, `"metricValue": 1.5`}, ""},
		"duplicate member":   {`{"revenue":1,"revenue":2}`, []string{`"revenue": 1`, `"revenue": 2`, `"metricValue": 2`}, "duplicate_member"},
		"lone surrogate":     {`{"revenue":1,"s":"\ud800x"}`, []string{`"s": "\ud800x"`}, "invalid_utf8"},
		"NaN":                {`{"revenue":NaN}`, []string{`{"revenue":NaN}`}, "invalid_json"},
		"3,000 deep":         {`{"revenue":1,"deep":` + strings.Repeat("[", 3000) + strings.Repeat("]", 3000) + `}`, []string{`"deep": [`}, ""},
		"a 32 KB string":     {`{"revenue":1,"s":"` + strings.Repeat("y", 32<<10) + `"}`, []string{`"s": "yyyyyyy`}, "message_too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, 200, 50, nil)
			body := `{"type":"track","userId":"u","event":"E","properties":` + c.properties + `}`
			d.post("track", body)
			for _, text := range c.shown {
				d.sees(text)
			}
			if c.code != "" {
				d.sees(c.code)
			}
			got, err := d.store.Read(1)
			if err != nil || string(got.Record.Body) != body {
				t.Errorf("kept %q, %v", got.Record.Body, err)
			}
		})
	}
}

func TestWhatIsReadStaysWhileMoreArrives(t *testing.T) {
	d := newDesk(t, 80, 24, nil)
	d.post("track", badOrder)
	d.Press("enter")
	d.sees("#1  Order Completed")
	d.post("track", noUser)
	d.sees("#1  Order Completed")
	d.Press("r")
	d.sees("Replay #1")
}

func TestALateEventReachesTheFilter(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.Press("space", "/")
	d.Type("order")
	d.Press("enter")
	d.sees("1 of 1")
	d.post("track", badOrder) // while the list is held
	d.sees("1 of 1")
	d.Press("space")
	d.sees("2 of 2")
}

func TestTheListCannotBeHeldBeforeItBegins(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.Press("space")
	d.sees("space: there is nothing to hold yet")
	d.post("track", goodOrder)
	d.sees("#1  Order Completed")
}

func TestASendThatFailedIsNotCalledSent(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close() // nothing listens there now
	d := newDesk(t, 120, 36, func(o *ui.Options) { o.Target = closed.URL })
	d.post("track", goodOrder)
	d.Press("r", "enter", "enter")
	d.sees("✗ refused the connection")
	d.Press("enter")
	d.arrive()
	d.sees("↻✗ of #1")
	for _, place := range []string{"end", "home"} { // the replay, and the entry that was sent
		d.Press(place)
		d.sees("Sent from here")
		d.sees("✗ refused the connection")
		d.lacks("sent once")
	}
}

func TestTriesAreToldAsTheyGo(t *testing.T) {
	answers := 0
	fake := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if answers++; answers < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer fake.Close()
	d := newDesk(t, 120, 36, func(o *ui.Options) {
		o.Target = fake.URL
		clock := resend.WallClock()
		clock.Wait = func(context.Context, time.Duration) error { return nil }
		o.Client = replay.NewClient(replay.NewTransport(), clock, replay.ExponentialPauses)
	})
	d.post("track", goodOrder)
	d.Press("r", "enter", "enter")
	d.sees("✓ 200 after 3 tries")
	d.sees("the last try took")
}

func TestTheEditorJudgesWhatWouldBeKept(t *testing.T) {
	// Indented it is larger than 32 KB, as it came it is not.
	items := strings.Repeat(`{"a":{"b":{"c":1}}},`, 700)
	d := newDesk(t, 120, 36, nil)
	d.post("track", `{"type":"track","userId":"u","event":"Cart","properties":{"revenue":"$5.00","items":[`+items[:len(items)-1]+`]}}`)
	d.Press("f")
	d.sees("Edit a copy of #1")
	d.sees("reaches LaunchDarkly")
	d.lacks("rejected")
}

func TestAnUnchangedDraftIsNoEntry(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.Press("e", "ctrl+s")
	d.sees("no change: nothing was kept")
	d.Press("e", "ctrl+r")
	d.sees("Replay #1")
	if n := d.store.Counts().Entries; n != 1 {
		t.Errorf("%d entries", n)
	}
}

func TestAWronglyPointedSDKIsSeen(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	res, err := http.Post(d.url+"/v1/v1/batch", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	d.arrive()
	d.sees("✗ POST /v1/v1/batch came, and no message with it:")
	d.sees("this SDK adds /v1 itself")
}

func TestABrokenMessageKeepsItsName(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", `{"userId":"u","event":"Paid","properties":{"revenue":NaN}}`)
	d.sees("(not JSON) Paid")
	d.post("batch", `{"batch":[]}`)
	d.sees("(no message)")
}

func TestTheVerdictIsAlwaysReadable(t *testing.T) {
	d := newDesk(t, 100, 24, nil)
	d.post("track", strings.ReplaceAll(goodOrder, "Order Completed", strings.Repeat("A very long event name ", 9)))
	d.sees("reaches LaunchDarkly")
}

func TestTheSmallScreenSaysHowToGoOn(t *testing.T) {
	d := newDesk(t, 80, 24, nil)
	d.sees("t sample")
	d.post("track", badOrder)
	d.sees("enter open")
	d.Press("enter")
	d.sees("esc back")
	d.Press("e")
	d.sees("nothing goes to LaunchDarkly") // the custom event stands below the editor
	d.sees("value_not_number")
	d.lacks("[f fixes it]")
}

func TestTheDialogOffersTheLastTargetAgain(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.Press("r", "down", "down", "down", "enter") // the dry run
	d.sees("A dry run")
	d.Press("enter", "r")
	d.sees("▌ dry-run")
	d.sees("here                the message, back here: http://127.0.0.1:")
}

func TestTheFilterIsALanguage(t *testing.T) {
	d := newDesk(t, 130, 30, nil)
	d.shop()
	d.Press("/")
	d.Type("is:err")
	d.sees("error  has an error")
	d.lacks("column 4: ")     // not finished is no mistake
	d.sees("Order Completed") // the list stays as it was
	d.Press("tab", "enter")
	d.sees("filter: is:error")
	d.sees("2 of 4")
	d.Press("/")
	d.Type(" nonsense:1")
	d.sees("✗ column 10: ")
	d.Press("esc", "/")
	d.Type("value:>50 -user:u_9")
	d.Press("enter")
	d.sees("1 of 4")
	d.sees("Order Completed")
	d.post("track", strings.ReplaceAll(goodOrder, "59.9", "60")) // the list is kept up to date
	d.sees("2 of 5")
}
