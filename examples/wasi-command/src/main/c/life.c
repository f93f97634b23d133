// Conway's Game of Life on a torus. Reads a pattern in the RLE format from a file or from standard
// input, lets it live for some generations and prints what is left.
//
//   life [-g GENERATIONS] [-s WIDTHxHEIGHT] [FILE | -]
//
// Without a file it runs Gosper's glider gun.

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char GOSPER_GUN[] =
    "#N Gosper's glider gun\n"
    "x = 36, y = 9, rule = B3/S23\n"
    "24bo$22bobo$12b2o6b2o12b2o$11bo3bo4b2o12b2o$2o8bo5bo3b2o$2o8bo3bob2o4b\n"
    "obo$10bo5bo7bo$11bo3bo$12b2o!\n";

typedef struct {
  int width;
  int height;
  unsigned char *cells;
} Field;

static void fail(const char *message, const char *subject) {
  fprintf(stderr, "life: %s: %s\n", subject, message);
  exit(1);
}

static void *allocate(size_t size) {
  void *memory = calloc(size, 1);
  if (memory == NULL) {
    fail("out of memory", "field");
  }
  return memory;
}

static Field new_field(int width, int height) {
  Field field = {width, height, allocate((size_t)width * (size_t)height)};
  return field;
}

static int neighbours(const Field *field, int x, int y) {
  int count = 0;
  for (int dy = -1; dy <= 1; dy++) {
    int row = (y + dy + field->height) % field->height;
    for (int dx = -1; dx <= 1; dx++) {
      int column = (x + dx + field->width) % field->width;
      count += (dx != 0 || dy != 0) && field->cells[row * field->width + column];
    }
  }
  return count;
}

static void step(const Field *from, Field *to) {
  for (int y = 0; y < from->height; y++) {
    for (int x = 0; x < from->width; x++) {
      int alive = from->cells[y * from->width + x];
      int around = neighbours(from, x, y);
      to->cells[y * to->width + x] = around == 3 || (alive && around == 2);
    }
  }
}

// Reads everything a stream has; the result ends with a NUL.
static char *read_all(FILE *in, const char *name) {
  size_t capacity = 4096;
  size_t size = 0;
  char *text = allocate(capacity);
  size_t got;
  while ((got = fread(text + size, 1, capacity - size - 1, in)) > 0) {
    size += got;
    if (capacity - size <= 1) {
      capacity *= 2;
      text = realloc(text, capacity);
      if (text == NULL) {
        fail("out of memory", name);
      }
    }
  }
  if (ferror(in)) {
    fail(strerror(errno), name);
  }
  text[size] = '\0';
  return text;
}

// Takes comment lines and the header off; the size of the pattern goes to *width and *height.
static const char *read_header(const char *text, const char *name, int *width, int *height) {
  while (*text == '#') {
    const char *end = strchr(text, '\n');
    text = end == NULL ? text + strlen(text) : end + 1;
  }
  if (sscanf(text, "x = %d, y = %d", width, height) != 2 || *width < 1 || *height < 1) {
    fail("this is no RLE pattern: a line such as \"x = 3, y = 3\" is missing", name);
  }
  const char *end = strchr(text, '\n');
  return end == NULL ? text + strlen(text) : end + 1;
}

// Puts the runs ("3o" is three living cells, "b" a dead one, "$" the next row) on the field.
static void place(Field *field, const char *runs, const char *name, int left, int top) {
  int x = left;
  int y = top;
  int count = 0;
  for (; *runs != '\0' && *runs != '!'; runs++) {
    int c = (unsigned char)*runs;
    if (isdigit(c)) {
      count = count * 10 + (c - '0');
      if (count > 1000000) {
        fail("a run is too long", name);
      }
    } else if (c == 'b' || c == 'o' || c == '$') {
      int run = count == 0 ? 1 : count;
      count = 0;
      if (c == '$') {
        y += run;
        x = left;
      } else {
        for (int i = 0; i < run; i++, x++) {
          if (x < 0 || x >= field->width || y < 0 || y >= field->height) {
            fail("the pattern leaves its own bounds", name);
          }
          field->cells[y * field->width + x] = c == 'o';
        }
      }
    } else if (!isspace(c)) {
      fail("unknown character in the pattern", name);
    }
  }
}

static void print(const Field *field, int generation) {
  int population = 0;
  char *line = allocate((size_t)field->width + 1);
  for (int y = 0; y < field->height; y++) {
    for (int x = 0; x < field->width; x++) {
      int alive = field->cells[y * field->width + x];
      population += alive;
      line[x] = alive ? '#' : '.';
    }
    puts(line);
  }
  free(line);
  printf("generation %d, %d alive\n", generation, population);
}

static int number(const char *text, const char *option) {
  char *end;
  long value = strtol(text, &end, 10);
  if (end == text || *end != '\0' || value < 0 || value > 1000000) {
    fail("expected a number from 0 to 1000000", option);
  }
  return (int)value;
}

int main(int argc, char **argv) {
  int generations = 90;
  int width = 64;
  int height = 24;
  int option;
  while ((option = getopt(argc, argv, "g:s:")) != -1) {
    if (option == 'g') {
      generations = number(optarg, "-g");
    } else if (option != 's' || sscanf(optarg, "%dx%d", &width, &height) != 2 || width < 3 ||
               height < 3 || width > 4096 || height > 4096) {
      fprintf(stderr, "usage: life [-g GENERATIONS] [-s WIDTHxHEIGHT] [FILE | -]\n");
      return 2;
    }
  }

  const char *name = "glider gun";
  const char *text = GOSPER_GUN;
  if (optind < argc) {
    int from_stdin = strcmp(argv[optind], "-") == 0;
    name = from_stdin ? "standard input" : argv[optind];
    FILE *in = from_stdin ? stdin : fopen(name, "r");
    if (in == NULL) {
      fail(strerror(errno), name);
    }
    text = read_all(in, name);
  }

  int pattern_width;
  int pattern_height;
  const char *runs = read_header(text, name, &pattern_width, &pattern_height);
  if (pattern_width > width || pattern_height > height) {
    fail("the pattern is larger than the field: use -s WIDTHxHEIGHT", name);
  }
  Field now = new_field(width, height);
  Field next = new_field(width, height);
  place(&now, runs, name, (width - pattern_width) / 2, (height - pattern_height) / 2);

  for (int i = 0; i < generations; i++) {
    step(&now, &next);
    Field old = now;
    now = next;
    next = old;
  }
  print(&now, generations);
  return 0;
}
