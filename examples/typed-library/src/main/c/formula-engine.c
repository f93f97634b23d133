// Formulas such as "price * quantity * (1 - rebate(quantity))": parsed once into instructions for a
// stack machine, then evaluated as often as wanted. What names mean is the host's business.
//
// Memory: parsed formulas stay for as long as the instance; a text that is refused leaves nothing.

#include <stdbool.h>
#include <stddef.h>

#define IMPORT(name) __attribute__((import_module("host"), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

// A number for the name, which the other functions are given; negative: there is no such name.
IMPORT("variable") int host_variable(const char *name, int length);
IMPORT("function") int host_function(const char *name, int length, int arguments);
// The value of a decimal number.
IMPORT("number") double host_number(const char *text, int length);
// While a formula is evaluated.
IMPORT("value") double host_value(int variable);
IMPORT("call") double host_call(int function, const double *arguments, int count);

enum { PAGE = 65536, MAX_NESTING = 100, MAX_STACK = 1000 };

typedef enum {
  NUMBER, VARIABLE, CALL, NEGATE, MULTIPLY, DIVIDE, ADD, SUBTRACT,
  LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL,
  JUMP, JUMP_IF_ZERO, END
} operation;

typedef struct {
  operation op;
  int operand;  // a number of the host's, or where to jump to
  union {
    double number;
    int count;  // arguments
  };
} instruction;

typedef struct {
  int stack;  // how many values there can be at once
  int length;
  instruction code[];
} formula;

extern char __heap_base;
static char *heap = &__heap_base;

static char *reserve(size_t bytes) {
  size_t end = (size_t)heap + bytes;
  size_t have = __builtin_wasm_memory_size(0) * (size_t)PAGE;
  if (end > have && __builtin_wasm_memory_grow(0, (end - have + PAGE - 1) / PAGE) == (size_t)-1) {
    __builtin_trap();
  }
  return heap;
}

// ---- parsing

static const char *start, *cursor, *limit;
static const char *error;
static int error_at;
static formula *result;
static int depth, nesting;

static void fail(const char *message, const char *at) {
  if (!error) {
    error = message;
    error_at = at - start;
  }
  cursor = limit;  // ends all loops
}

static instruction *emit(operation op, int operand, int growth) {
  reserve(sizeof(formula) + (result->length + 1) * sizeof(instruction));
  instruction *next = &result->code[result->length++];
  next->op = op;
  next->operand = operand;
  depth += growth;
  if (depth > result->stack) {
    result->stack = depth;
  }
  if (depth > MAX_STACK) {
    fail("too many arguments", cursor);
  }
  return next;
}

static char peek(void) {
  while (cursor < limit && (*cursor == ' ' || *cursor == '\t' || *cursor == '\n' || *cursor == '\r')) {
    cursor++;
  }
  return cursor < limit ? *cursor : 0;
}

static bool accept(char c) {
  if (peek() != c) {
    return false;
  }
  cursor++;
  return true;
}

static void expect(char c, const char *message) {
  if (!accept(c)) {
    fail(message, cursor);
  }
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// All that is not ASCII counts as a letter.
static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

static void ternary(void);

static void digits(void) {
  while (cursor < limit && is_digit(*cursor)) {
    cursor++;
  }
}

static void number(void) {
  const char *from = cursor;
  digits();
  if (cursor < limit && *cursor == '.') {
    cursor++;
    digits();
  }
  if (cursor - from == 1 && *from == '.') {
    fail("a digit is missing", from);
    return;
  }
  double value = host_number(from, cursor - from);
  emit(NUMBER, 0, 1)->number = value;
}

static void name(void) {
  const char *from = cursor;
  while (cursor < limit && (is_letter(*cursor) || is_digit(*cursor))) {
    cursor++;
  }
  int length = cursor - from;
  if (!accept('(')) {
    int variable = host_variable(from, length);
    if (variable < 0) {
      fail("unknown name", from);
    } else {
      emit(VARIABLE, variable, 1);
    }
    return;
  }
  int count = 0;
  if (!accept(')')) {
    do {
      ternary();
      count++;
    } while (accept(','));
    expect(')', "\")\" or \",\" is missing");
  }
  if (error) {
    return;
  }
  int function = host_function(from, length, count);
  if (function < 0) {
    fail("unknown function, or not with so many arguments", from);
  } else {
    emit(CALL, function, 1 - count)->count = count;
  }
}

static void primary(void) {
  char c = peek();
  if (is_digit(c) || c == '.') {
    number();
  } else if (is_letter(c)) {
    name();
  } else if (accept('(')) {
    ternary();
    expect(')', "\")\" is missing");
  } else {
    fail("a number, a name or \"(\" is missing", cursor);
  }
}

static void unary(void) {
  bool negative = false;
  while (accept('-')) {
    negative = !negative;
  }
  primary();
  if (negative) {
    emit(NEGATE, 0, 0);
  }
}

static void product(void) {
  unary();
  for (;;) {
    operation op = accept('*') ? MULTIPLY : accept('/') ? DIVIDE : END;
    if (op == END) {
      return;
    }
    unary();
    emit(op, 0, -1);
  }
}

static void sum(void) {
  product();
  for (;;) {
    operation op = accept('+') ? ADD : accept('-') ? SUBTRACT : END;
    if (op == END) {
      return;
    }
    product();
    emit(op, 0, -1);
  }
}

static void comparison(void) {
  sum();
  operation op;
  if (accept('<')) {
    op = accept('=') ? LESS_EQUAL : accept('>') ? NOT_EQUAL : LESS;
  } else if (accept('>')) {
    op = accept('=') ? GREATER_EQUAL : GREATER;
  } else if (accept('=')) {
    op = EQUAL;
  } else {
    return;
  }
  sum();
  emit(op, 0, -1);
}

static void ternary(void) {
  if (++nesting > MAX_NESTING) {
    fail("nested too deeply", cursor);
    return;
  }
  comparison();
  if (accept('?')) {
    int decision = emit(JUMP_IF_ZERO, 0, -1) - result->code;
    ternary();
    int exit = emit(JUMP, 0, -1) - result->code;
    expect(':', "\":\" is missing");
    result->code[decision].operand = result->length;
    ternary();
    result->code[exit].operand = result->length;
  }
  nesting--;
}

// Where the host puts the next text, as UTF-8.
EXPORT("textBuffer") char *text_buffer(int length) {
  return reserve(length);
}

// Parses the text in the buffer; 0 where it is no formula.
EXPORT("parse") formula *parse(int length) {
  start = cursor = heap;
  char *before = heap;
  limit = heap + length;
  heap += (length + 7) & ~7;
  reserve(sizeof(formula));
  result = (formula *)heap;
  result->stack = result->length = 0;
  depth = nesting = 0;
  error = NULL;
  ternary();
  if (!error && peek()) {
    fail("an operator is missing", cursor);
  }
  emit(END, 0, 0);
  if (error) {
    heap = before;
    return NULL;
  }
  heap = (char *)&result->code[result->length];
  return result;
}

// Of the last text that was refused: what is wrong, in ASCII, with a zero at its end.
EXPORT("errorMessage") const char *error_message(void) { return error; }

// The byte of the text where it is wrong.
EXPORT("errorPosition") int error_position(void) { return error_at; }

// ---- evaluation

EXPORT("evaluate") double evaluate(const formula *f) {
  double stack[f->stack];
  double *top = stack;
  for (const instruction *at = f->code;; at++) {
    switch (at->op) {
      case NUMBER: *top++ = at->number; break;
      case VARIABLE: *top++ = host_value(at->operand); break;
      case CALL:
        top -= at->count;
        *top = host_call(at->operand, top, at->count);
        top++;
        break;
      case NEGATE: top[-1] = -top[-1]; break;
      case MULTIPLY: top--; top[-1] *= *top; break;
      case DIVIDE: top--; top[-1] /= *top; break;
      case ADD: top--; top[-1] += *top; break;
      case SUBTRACT: top--; top[-1] -= *top; break;
      case LESS: top--; top[-1] = top[-1] < *top; break;
      case LESS_EQUAL: top--; top[-1] = top[-1] <= *top; break;
      case GREATER: top--; top[-1] = top[-1] > *top; break;
      case GREATER_EQUAL: top--; top[-1] = top[-1] >= *top; break;
      case EQUAL: top--; top[-1] = top[-1] == *top; break;
      case NOT_EQUAL: top--; top[-1] = top[-1] != *top; break;
      case JUMP: at = &f->code[at->operand] - 1; break;
      case JUMP_IF_ZERO:
        if (*--top == 0) {
          at = &f->code[at->operand] - 1;
        }
        break;
      case END: return top[-1];
    }
  }
}
