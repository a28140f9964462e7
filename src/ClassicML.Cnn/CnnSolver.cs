namespace ClassicML.Cnn;

/// <summary>How the gradient of a batch moves the parameters.</summary>
public enum CnnSolver
{
    /// <summary>Adam: each parameter has a step of its own, from running means of its gradient and of the square (Kingma and Ba, 2015).</summary>
    Adam,

    /// <summary>Stochastic gradient descent, with momentum if that is not zero.</summary>
    Sgd,
}
