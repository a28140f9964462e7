namespace ClassicML.Svm;

/// <summary>What a solver of a linear SVM found.</summary>
/// <param name="Weights">The weights, and behind them that of the constant column.</param>
/// <param name="Iterations">Passes, or Newton steps.</param>
/// <param name="Converged">Whether the tolerance was reached.</param>
/// <param name="Violation">What the tolerance bounds: as the last pass measured it, or, where that was not enough, of all rows or columns
/// at the weights that are returned.</param>
/// <param name="Dual">The dual objective, a minimum.</param>
internal sealed record LinearSolution(double[] Weights, int Iterations, bool Converged, double Violation, double Dual);
