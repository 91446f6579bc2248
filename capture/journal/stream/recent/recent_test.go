package recent

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// What is in memory is what was added, from any sequence on, with the gaps of the stream, and
// as much of its end as there is room for.
func TestTheEndInMemoryIsWhatWasAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		begin := rapid.Uint64Range(1, 50).Draw(t, "begin")
		var r End
		r.Start(begin)
		r.limit = rapid.IntRange(1, 2*pageBytes).Draw(t, "limit")
		texts := make(map[uint64][]byte)
		last := begin - 1
		for range rapid.IntRange(0, 40).Draw(t, "messages") {
			last += rapid.SampledFrom([]uint64{1, 1, 1, 1, 2, 7}).Draw(t, "step")
			text := bytes.Repeat([]byte(fmt.Sprint(last, " ")), rapid.SampledFrom([]int{1, 50, 9000}).Draw(t, "length"))
			given := bytes.Clone(text)
			r.Add(last, given, true)
			given[0] = '!' // it has been copied
			texts[last] = text
		}
		if r.Next() != last+1 {
			t.Fatalf("it ends at %d, want %d", r.Next(), last+1)
		}
		held, size := r.Held()
		if size > r.limit && len(r.blocks) > 1 {
			t.Fatalf("%d bytes stay, of %d at most", size, r.limit)
		}
		for from := uint64(0); from <= last+3; from++ {
			got, ok := r.From(from)
			if ok != (from >= held) {
				t.Fatalf("from %d: %v, though from %d on all is there", from, ok, held)
			}
			for seq := from; ok; seq++ {
				want := texts[seq]
				if len(got.Texts) == 0 {
					if got, ok = r.From(seq); len(got.Texts) == 0 {
						if seq <= last {
							t.Fatalf("%d and what is behind it is missing", seq)
						}
						break
					}
				}
				if want == nil {
					if got.Find(seq) != nil {
						t.Fatalf("there is a %d", seq)
					}
					continue
				}
				if got.Seq(0) != seq || !bytes.Equal(got.Texts[0], want) || !bytes.Equal(got.Find(seq), want) {
					t.Fatalf("%d is %.20q, want %.20q", got.Seq(0), got.Texts[0], want)
				}
				if upTo := got.UpTo(seq); len(upTo.Texts) != 1 || upTo.Last() != seq {
					t.Fatalf("up to %d are %d", seq, len(upTo.Texts))
				}
				got = got.From(seq + 1)
			}
		}
	})
}

// A block with gaps says the same as one that is put together of those without.
func TestBlocksWithGaps(t *testing.T) {
	gaps := Block{first: 3, seqs: []uint64{3, 4, 9, 11}, Texts: [][]byte{[]byte("3"), []byte("4"), []byte("9"), []byte("11")}}
	for seq := uint64(0); seq < 14; seq++ {
		want := ""
		switch seq {
		case 3, 4, 9, 11:
			want = fmt.Sprint(seq)
		}
		rest, upTo := gaps.From(seq), gaps.UpTo(seq)
		if string(gaps.Find(seq)) != want || len(rest.Texts)+len(upTo.Texts) != 4+min(len(want), 1) {
			t.Errorf("%d is %q; %d are up to it, %d from it on", seq, gaps.Find(seq), len(upTo.Texts), len(rest.Texts))
		}
		if len(rest.Texts) > 0 && (string(rest.Texts[0]) != fmt.Sprint(rest.Seq(0)) || rest.first != rest.Seq(0) || rest.Last() != 11) {
			t.Errorf("from %d on there is %q, as %d", seq, rest.Texts[0], rest.Seq(0))
		}
	}
}
