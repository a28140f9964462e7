# glmnet's side of the paths. Its objective is the mean loss and lambda times the sum of |w|, so that lambda is 1/(Cn).
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "peer.R"))

serve("glmnet", "float64 column-major rows, 1 thread", function() {
  # Unasked it ends a path where little more is explained; here the whole path is the task.
  glmnet::glmnet.control(fdev = 0, devmax = 1)
  x <- read_npy("x_train.npy")
  y <- read_npy("y_train.npy")
  rows <- nrow(x)
  model <- NULL
  # log(1 + exp(s)) that does not overflow.
  softplus <- function(s) pmax(s, 0) + log1p(exp(-abs(s)))
  losses <- if (name == "lasso-path") {
    y <- as.vector(y)
    function(scores) colMeans((y - scores)^2) / 2
  } else {
    function(scores) colMeans(softplus(scores) - y * scores)
  }
  # The mean over these penalties of the objectives, each at its own.
  objective <- function(at) {
    beta <- as.matrix(model$beta)[, at, drop = FALSE]
    scores <- sweep(x %*% beta, 2, model$a0[at], "+")
    mean(losses(scores) + model$lambda[at] * colSums(abs(beta)))
  }
  work <- switch(name,
    "lasso-path" = function() glmnet::glmnet(x, y, nlambda = 100, lambda.min.ratio = 1e-3, standardize = FALSE),
    "logistic-path" = function() {
      glmnet::glmnet(x, y, family = "binomial", nlambda = 50, lambda.min.ratio = 1e-3, standardize = FALSE, intercept = FALSE)
    },
    "lr-tall-l1" = function() {
      # A path that ends there, as its documentation advises against a single penalty.
      first <- max(abs(crossprod(x, y - 0.5))) / rows
      last <- 1 / (0.001 * rows)
      glmnet::glmnet(x, y, family = "binomial", lambda = exp(seq(log(first), log(last), length.out = 5)), standardize = FALSE,
        intercept = FALSE)
    })
  list(fit = list(
    work = function() model <<- work(),
    quality = function() objective(if (name == "lr-tall-l1") length(model$lambda) else seq_along(model$lambda))))
})
