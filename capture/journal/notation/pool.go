package notation

import "sync"

// maxPooled is the largest memory of a line that is kept for the next record, in bytes.
const maxPooled = 1 << 20

// Pool keeps what lines are made in for the next records. The zero Pool is empty.
type Pool[T any, L interface {
	*T
	Held() int
}] struct{ lines sync.Pool }

// Take gives one that nobody else has.
func (p *Pool[T, L]) Take() L {
	if l, ok := p.lines.Get().(L); ok {
		return l
	}
	return new(T)
}

// Return takes one back. One that holds much memory is let go.
func (p *Pool[T, L]) Return(l L) {
	if l.Held() <= maxPooled {
		p.lines.Put(l)
	}
}
