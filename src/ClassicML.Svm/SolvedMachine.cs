namespace ClassicML.Svm;

/// <summary>A machine for two sides: y = +1 for the first, -1 for the second.</summary>
/// <param name="Positive">The class of the positive side.</param>
/// <param name="Negative">The class of the negative side; -1 for all others.</param>
/// <param name="Problem">What was solved.</param>
/// <param name="Result">The solution.</param>
/// <param name="Scale">What the solution is divided by: 1, or r of ν-SVC.</param>
/// <param name="Intercept">b, after the division.</param>
internal sealed record SolvedMachine(int Positive, int Negative, SmoProblem Problem, SmoResult Result, double Scale, double Intercept);
