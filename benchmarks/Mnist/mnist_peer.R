# ranger as a contender of the MNIST report.
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "peer.R"))

write_npy <- function(values, file) {
  header <- sprintf("{'descr': '<i4', 'fortran_order': False, 'shape': (%d,), }", length(values))
  size <- ceiling((10 + nchar(header) + 1) / 64) * 64 - 10
  connection <- file(file.path(folder, file), "wb")
  on.exit(close(connection))
  writeBin(as.raw(c(0x93, utf8ToInt("NUMPY"), 1, 0)), connection)
  writeBin(as.integer(size), connection, size = 2, endian = "little")
  writeChar(paste0(formatC(header, width = -(size - 1)), "\n"), connection, eos = NULL)
  writeBin(as.integer(values), connection, endian = "little")
}

serve("ranger", sprintf("float64 column-major rows, %d threads", threads), function() {
  text <- paste(readLines(file.path(folder, "settings.json"), warn = FALSE), collapse = "")
  trees <- as.integer(sub('.*"TreeCount":([0-9]+).*', "\\1", text))
  x_train <- read_npy("x_train.npy")
  x_test <- read_npy("x_test.npy")
  colnames(x_train) <- colnames(x_test) <- paste0("x", seq_len(ncol(x_train)))
  y_train <- factor(read_npy("y_train.npy"))
  y_test <- read_npy("y_test.npy")
  model <- NULL
  predicted <- NULL
  fit <- function(rows = seq_len(nrow(x_train))) {
    options <- list(x = x_train[rows, ], y = y_train[rows], num.trees = trees, min.node.size = 1, num.threads = threads, seed = 1, oob.error = FALSE,
      verbose = FALSE)
    if (name == "tree") {
      options <- modifyList(options, list(num.trees = 1, mtry = ncol(x_train), replace = FALSE, sample.fraction = 1))
    }
    if (name == "extra-trees") {
      options <- modifyList(options, list(splitrule = "extratrees", num.random.splits = 1, replace = FALSE, sample.fraction = 1))
    }
    model <<- do.call(ranger::ranger, options)
  }
  # What it loads when it is first used is loaded by a rehearsal on few rows.
  fit(seq_len(min(500, nrow(x_train))))
  list(
    fit = list(work = function() fit(), quality = function() nrow(x_train)),
    predict = list(
      work = function() predicted <<- predict(model, x_test, num.threads = threads)$predictions,
      quality = function() {
        found <- as.integer(as.character(predicted))
        write_npy(found, "predicted.npy")
        mean(found == y_test)
      }),
    size = function() length(serialize(model, NULL)))
})
