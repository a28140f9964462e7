# What R's sides of the cases share, in the manner of scikit_learn_peer.py:
#
#     Rscript <library>_peer.R CASE FOLDER THREADS

arguments <- commandArgs(trailingOnly = TRUE)
name <- arguments[1]
folder <- arguments[2]
threads <- as.integer(arguments[3])

# A .npy file of version 1.0, little-endian: doubles in rows, or integers.
read_npy <- function(file) {
  connection <- file(file.path(folder, file), "rb")
  on.exit(close(connection))
  readBin(connection, "raw", 8)
  header <- readChar(connection, readBin(connection, "integer", 1, size = 2, signed = FALSE, endian = "little"))
  shape <- as.integer(regmatches(header, gregexpr("[0-9]+(?=[,)])", header, perl = TRUE))[[1]])
  if (grepl("<f8", header)) {
    t(matrix(readBin(connection, "double", prod(shape), endian = "little"), nrow = shape[2]))
  } else {
    readBin(connection, "integer", shape[1], endian = "little")
  }
}

quoted <- function(text) paste0('"', gsub('(["\\\\])', "\\\\\\1", gsub("[[:cntrl:]]", " ", text)), '"')

# Answers line after line. `load` is a function that reads the data and returns the steps: each a list of two functions, work and quality; and,
# where someone asks for the bytes of the fitted model, a function `size`.
serve <- function(library, settings, load) {
  steps <- NULL
  answer <- function(words) {
    if (words[1] == "version") {
      if (!requireNamespace(library, quietly = TRUE)) return(sprintf('{"absent": "R has no %s"}', library))
      steps <<- load()
      return(sprintf('{"version": "%s", "settings": %s}', as.character(utils::packageVersion(library)), quoted(settings)))
    }
    if (words[1] == "peak") {
      status <- readLines("/proc/self/status")
      return(sprintf('{"peak_mb": %f}', as.numeric(gsub("[^0-9]", "", grep("^VmHWM", status, value = TRUE))) * 1024 / 1e6))
    }
    if (words[1] == "size") return(sprintf('{"bytes": %d}', steps$size()))
    step <- steps[[words[1]]]
    start <- as.numeric(Sys.time())
    for (i in seq_len(as.integer(words[2]))) step$work()
    seconds <- (as.numeric(Sys.time()) - start) / as.integer(words[2])
    sprintf('{"seconds": %.9f, "quality": %.15g}', seconds, step$quality())
  }
  input <- file("stdin", "r")
  while (length(line <- readLines(input, 1)) > 0) {
    text <- tryCatch(answer(strsplit(line, " ")[[1]]), error = function(e) sprintf('{"error": %s}', quoted(conditionMessage(e))))
    cat(text, "\n", sep = "")
    flush(stdout())
  }
}
