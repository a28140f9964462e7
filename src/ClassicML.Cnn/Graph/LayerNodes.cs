namespace ClassicML.Cnn.Graph;

/// <summary>What a layer adds to a graph: its forward nodes at once, its backward ones when it is given the gradient of its output.</summary>
/// <param name="Output">The name of its output.</param>
/// <param name="Backward">
/// From the output's gradient: adds nodes, returns the input's gradient (null if nobody wants it) and the gradients of weights and biases, flat.
/// </param>
internal sealed record LayerNodes(string Output, Func<string, bool, LayerGradients> Backward)
{
    /// <summary>No node: the output is the input.</summary>
    public static LayerNodes None(string x) => new(x, (dy, _) => new LayerGradients(dy, []));
}

/// <summary>The names of a layer's gradients.</summary>
internal sealed record LayerGradients(string? Input, string[] Parameters);
