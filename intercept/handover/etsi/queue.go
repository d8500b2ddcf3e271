package etsi

// A queue is first in, first out, in a slice that is used again.
type queue[T any] struct {
	items []T
	head  int
	n     int
}

func (q *queue[T]) push(v T) {
	if q.n == len(q.items) {
		q.grow()
	}
	q.items[(q.head+q.n)%len(q.items)] = v
	q.n++
}

func (q *queue[T]) at(i int) *T { return &q.items[(q.head+i)%len(q.items)] }

func (q *queue[T]) pop() {
	q.head = (q.head + 1) % len(q.items)
	q.n--
}

func (q *queue[T]) clear() { q.head, q.n = 0, 0 }

func (q *queue[T]) grow() {
	items := make([]T, max(64, 2*len(q.items)))
	for i := range q.n {
		items[i] = *q.at(i)
	}
	q.items, q.head = items, 0
}
