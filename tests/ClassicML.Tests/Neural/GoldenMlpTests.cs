using System.Text.Json;
using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

/// <summary>Losses, gradients and trajectories from given weights, against scikit-learn and torch.</summary>
public class GoldenMlpTests
{
    public static TheoryData<string> Cases => MlpGolden.Cases;

    public static TheoryData<string, string> Trajectories
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (string name in MlpGolden.Cases.Select(row => row.Data))
                foreach (string solver in MlpGolden.Solvers) all.Add(name, solver);
            return all;
        }
    }

    // Two orders of the same few thousand additions in double.
    [Theory, MemberData(nameof(Cases))]
    public void Gradients_are_those_of_torch(string name)
    {
        MlpGolden golden = MlpGolden.Read(name);
        JsonElement torch = golden.Root.GetProperty("torch");
        IReadOnlyList<DenseLayer> layers = golden.Layers(golden.Root), expected = golden.Layers(torch);
        GradientTrace trace = golden.IsNumber
            ? Gradients.Of(MlpRegressorModel.FromWeights(layers, golden.Activation), golden.Numbers)
            : Gradients.Of(MlpClassifierModel.FromWeights(layers, golden.Classes.Labels, golden.Activation), golden.Classes);
        Assert.Equal(torch.GetProperty("loss").GetDouble(), trace.Loss, 1e-13);
        for (int l = 0; l < layers.Count; l++)
        {
            Close(expected[l].Weights.Span, trace.Layers[l].WeightGradient.Span, 1e-13);
            Close(expected[l].Biases.AsSpan(), trace.Layers[l].BiasGradient.AsSpan(), 1e-13);
        }
        Close([.. torch.GetProperty("inputs").Deserialize<double[][]>()!.SelectMany(row => row)], trace.InputGradient.Span, 1e-13);
    }

    [Theory, MemberData(nameof(Cases))]
    public void One_step_over_all_rows_moves_by_the_gradient_of_scikit_learn(string name)
    {
        MlpGolden golden = MlpGolden.Read(name);
        var fit = golden.Fit(
            l => l with { Solver = MlpSolver.Sgd, LearningRate = 1, Momentum = 0, Nesterov = false, BatchSize = 10_000, MaxEpochs = 1 },
            l => l with { Solver = MlpSolver.Sgd, LearningRate = 1, Momentum = 0, Nesterov = false, BatchSize = 10_000, MaxEpochs = 1 });
        Assert.Equal(golden.Root.GetProperty("first_loss").GetDouble(), fit.History.Loss[0], 1e-13);
        MlpGolden.Close(golden.Layers(golden.Root.GetProperty("one_step")), fit.Layers, 1e-13);
        IReadOnlyList<DenseLayer> gradient = golden.Layers(golden.Root.GetProperty("gradient"));
        for (int l = 0; l < gradient.Count; l++)
            Assert.Equal(Math.Sqrt(gradient[l].Weights.Span.ToArray().Sum(g => g * g)), fit.History.GradientNorms[0, l], 1e-12);

        JsonElement predictions = golden.Root.GetProperty("predictions");
        if (golden.IsNumber)
            Close(predictions.Deserialize<double[]>()!, MlpRegressorModel.FromWeights(fit.Layers, golden.Activation).Predict(golden.X), 1e-12);
        else
            Close(
                [.. predictions.Deserialize<double[][]>()!.SelectMany(row => row)],
                MlpClassifierModel.FromWeights(fit.Layers, golden.Classes.Labels, golden.Activation).PredictProbabilities(golden.X).Span, 1e-12);
    }

    // Rounding grows from step to step; Adam divides by what may be near zero.
    [Theory, MemberData(nameof(Trajectories))]
    public void Steps_without_shuffling_are_those_of_scikit_learn(string name, string solver)
    {
        MlpGolden golden = MlpGolden.Read(name);
        JsonElement run = golden.Root.GetProperty("runs").GetProperty(solver);
        double[] losses = run.GetProperty("losses").Deserialize<double[]>()!;
        var fit = golden.Fit(l => Options(solver, l with { MaxEpochs = losses.Length }), l => Numbers(solver, l with { MaxEpochs = losses.Length }));
        Close(losses, fit.History.Loss.AsSpan(), 1e-10);
        MlpGolden.Close(golden.Layers(run), fit.Layers, 1e-9);
    }

    // J is not convex, so two line searches may end in two valleys: with tanh a tenth of a percent apart, with ReLU, whose kinks stop
    // them, much farther. There only the way down is held.
    [Theory, MemberData(nameof(Cases))]
    public void LBfgs_ends_where_that_of_scikit_learn_ends_or_in_a_valley_beside(string name)
    {
        MlpGolden golden = MlpGolden.Read(name);
        var fit = golden.Fit(
            l => l with { Solver = MlpSolver.LBfgs, MaxEpochs = 20_000, Tolerance = 1e-8 },
            l => l with { Solver = MlpSolver.LBfgs, MaxEpochs = 20_000, Tolerance = 1e-8 });
        double optimum = golden.Root.GetProperty("optimum").GetDouble(), first = golden.Root.GetProperty("first_loss").GetDouble();
        double most = golden.Activation switch
        {
            Activation.Relu => optimum + 0.2 * (first - optimum),
            Activation.Tanh => optimum * 1.01,
            Activation.Identity or Activation.Logistic => optimum * (1 + 1e-6),
        };
        Assert.True(fit.Report.Objective <= most, $"{fit.Report.Objective} against {optimum}: {fit.Report.Reason}");
    }

    private static MlpClassifier Options(string solver, MlpClassifier l)
    {
        MlpRegressor r = Numbers(solver, new MlpRegressor());
        return l with
        {
            BatchSize = r.BatchSize,
            Solver = r.Solver,
            LearningRate = r.LearningRate,
            Beta1 = r.Beta1,
            Beta2 = r.Beta2,
            Epsilon = r.Epsilon,
            Momentum = r.Momentum,
            Nesterov = r.Nesterov,
            Schedule = r.Schedule,
            Power = r.Power,
            Tolerance = r.Tolerance,
            PatienceCount = r.PatienceCount,
        };
    }

    private static MlpRegressor Numbers(string solver, MlpRegressor l)
    {
        l = l with { BatchSize = 16, PatienceCount = null, Tolerance = 0, Solver = solver.StartsWith("adam") ? MlpSolver.Adam : MlpSolver.Sgd };
        return solver switch
        {
            "adam" => l with { LearningRate = 0.01 },
            "adam-other-memories" => l with { LearningRate = 0.02, Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-4 },
            "sgd-plain" => l with { LearningRate = 0.05, Momentum = 0, Nesterov = false },
            "sgd-momentum" => l with { LearningRate = 0.02, Nesterov = false },
            "sgd-nesterov" => l with { LearningRate = 0.02 },
            "sgd-inverse-scaling" => l with { LearningRate = 0.1, Schedule = MlpSchedule.InverseScaling, Power = 0.3, Momentum = 0.5 },
            "sgd-adaptive" => l with { LearningRate = 0.05, Schedule = MlpSchedule.Adaptive, Tolerance = 10, PatienceCount = 2 },
            _ => throw new ArgumentException(solver),
        };
    }
}
