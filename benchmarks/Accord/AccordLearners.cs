#if ACCORD
using Accord.MachineLearning;
using Accord.MachineLearning.DecisionTrees;
using Accord.MachineLearning.DecisionTrees.Learning;
using Accord.MachineLearning.VectorMachines;
using Accord.MachineLearning.VectorMachines.Learning;
using Accord.Math.Optimization;
using Accord.Statistics.Analysis;
using Accord.Statistics.Kernels;
using Accord.Statistics.Models.Regression;
using Accord.Statistics.Models.Regression.Fitting;
using DotKernel = Accord.Statistics.Kernels.Linear;

// A namespace ClassicML.Benchmarks.Accord would hide Accord's own.
namespace ClassicML.Benchmarks.AccordNet;

/// <summary>Accord.NET's learners, each set up for what serves it best: both the speed cases and the reports fit them here.</summary>
internal static class AccordLearners
{
    /// <summary>Rows in Accord's form.</summary>
    public static double[][] Rows(Matrix x) => [.. Enumerable.Range(0, x.RowCount).Select(i => x.Row(i).ToArray())];

    /// <summary>One answer for each row, rows beside each other: most of Accord's models use one thread.</summary>
    public static T[] Each<T>(double[][] rows, int threads, Func<double[], T> answer)
    {
        var answers = new T[rows.Length];
        Parallel.For(0, rows.Length, Threads(threads), i => answers[i] = answer(rows[i]));
        return answers;
    }

    /// <summary>Its votes are weighted by 1/(1 + distance), and its search is a kd-tree.</summary>
    public static KNearestNeighbors Neighbors(double[][] x, int[] y, int k) => new KNearestNeighbors(k).Learn(x, y);

    /// <summary>By scores, for which neighbours are sought once: <c>Decide</c> seeks them again for each class.</summary>
    public static int Decide(KNearestNeighbors model, double[] row)
    {
        model.Scores(row, out int code);
        return code;
    }

    /// <summary>C4.5, which splits by gain ratio. A depth of 0 is no limit.</summary>
    public static DecisionTree Tree(double[][] x, int[] y, int classes, int depth, int threads) =>
        // Join limits how often a path may use a feature: once by default, and 0 is no limit.
        new C45Learning(new DecisionTree(Continuous(x[0].Length), classes))
        {
            Join = 0, MaxHeight = depth, ParallelOptions = Threads(threads),
        }.Learn(x, y);

    /// <summary>Trees of C4.5 that try √p features a node. Each sees 63.2 % of the rows, drawn without replacement: as many as a bootstrap
    /// has on average.</summary>
    public static RandomForest Forest(double[][] x, int[] y, int classes, int trees, int threads)
    {
        // A learner that makes the forest itself grows as many trees as there are features, whatever NumberOfTrees says.
        var learner = new RandomForestLearning(new RandomForest(trees, Continuous(x[0].Length), classes))
        {
            SampleRatio = 0.632, CoverageRatio = 0, Join = 0, ParallelOptions = Threads(threads),
        };
        RandomForest forest = learner.Learn(x, y);
        // It would ask its trees beside each other for every single row.
        forest.ParallelOptions = Threads(1);
        return forest;
    }

    /// <summary>Machines for each pair of classes by LIBSVM's choice of working sets, to LIBSVM's tolerance, each with its whole kernel
    /// matrix. Classes are decided by elimination, which asks K-1 machines.</summary>
    public static MulticlassSupportVectorMachine<Gaussian> KernelSvm(double[][] x, int[] y, double c, double gamma, int threads)
    {
        Gaussian kernel = Gaussian.FromGamma(gamma);
        var learner = new MulticlassSupportVectorLearning<Gaussian>
        {
            Kernel = kernel, ParallelOptions = Threads(threads),
            Learner = _ => new SequentialMinimalOptimization<Gaussian>
            {
                Complexity = c, Kernel = kernel, Strategy = SelectionStrategy.SecondOrder, Tolerance = 1e-3,
            },
        };
        MulticlassSupportVectorMachine<Gaussian> machine = learner.Learn(x, y);
        // Above this number of shared vectors it takes rows one after another, and locks a cache for each vector.
        machine.SupportVectorCache = int.MaxValue;
        machine.Track = false;
        machine.ParallelOptions = Threads(threads);
        return machine;
    }

    /// <summary>Σ ½αᵀQα - Σα over the machines: LIBSVM's objective.</summary>
    public static double DualObjective(MulticlassSupportVectorMachine<Gaussian> machine)
    {
        double objective = 0;
        foreach ((_, SupportVectorMachine<Gaussian> pair) in machine)
        {
            double[] weights = pair.Weights;
            objective += Each(pair.SupportVectors, Workers.MaxThreads, row =>
                0.5 * Enumerable.Range(0, weights.Length).Sum(j => weights[j] * pair.Kernel.Function(row, pair.SupportVectors[j])))
                .Zip(weights, (half, weight) => weight * half - Math.Abs(weight)).Sum();
        }
        return objective;
    }

    /// <summary>LIBLINEAR's dual coordinate descent on the squared hinge; the bias is one more weight, and is penalised.</summary>
    public static SupportVectorMachine LinearSvm(double[][] x, int[] y, double c, double tolerance) =>
        new LinearDualCoordinateDescent { Complexity = c, Loss = Loss.L2, Tolerance = tolerance }.Learn(x, y);

    /// <summary>The same for each class against all others.</summary>
    public static MultilabelSupportVectorMachine<DotKernel> LinearSvmOneVersusRest(
        double[][] x, int[] y, double c, double tolerance, int threads)
    {
        var learner = new MultilabelSupportVectorLearning<DotKernel>
        {
            ParallelOptions = Threads(threads),
            Learner = _ => new LinearDualCoordinateDescent<DotKernel> { Complexity = c, Loss = Loss.L2, Tolerance = tolerance },
        };
        return learner.Learn(x, y);
    }

    /// <summary>The class of highest score.</summary>
    public static int Decide(MultilabelSupportVectorMachine<DotKernel> machine, double[] row)
    {
        int best = 0;
        double highest = double.NegativeInfinity;
        for (int k = 0; k < machine.Models.Length; k++)
        {
            double score = machine.Models[k].Score(row);
            if (score > highest) (highest, best) = (score, k);
        }
        return best;
    }

    /// <summary>Newton's method for two classes. The penalty takes in the intercept.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="y">Codes 0 and 1.</param>
    /// <param name="penalty">What stands before ½‖w‖²: 1/C.</param>
    /// <param name="iterations">How many steps: it compares the changes of two steps, which in a method that converges quadratically are
    /// alike only once both are rounding, so its own test comes far too late.</param>
    public static LogisticRegression Logistic(double[][] x, int[] y, double penalty, int iterations) =>
        new IterativeReweightedLeastSquares<LogisticRegression>
        {
            Regularization = penalty, MaxIterations = iterations, ComputeStandardErrors = false,
        }.Learn(x, y);

    /// <summary>L-BFGS for several classes, of which the first has weights of zero. There is no penalty.</summary>
    public static MultinomialLogisticRegression Multinomial(double[][] x, int[] y, int iterations) =>
        new MultinomialLogisticLearning<BroydenFletcherGoldfarbShanno>
        {
            Method = new BroydenFletcherGoldfarbShanno { MaxIterations = iterations },
        }.Learn(x, y);

    /// <summary>The axes of S_W⁻¹S_B, and the nearest class mean among what is projected on them.</summary>
    public static LinearDiscriminantAnalysis Discriminants(double[][] x, int[] y, int classes)
    {
        var analysis = new LinearDiscriminantAnalysis { NumberOfOutputs = Math.Min(classes - 1, x[0].Length) };
        analysis.Learn(x, y);
        return analysis;
    }

    private static DecisionVariable[] Continuous(int count) =>
        [.. Enumerable.Range(0, count).Select(j => DecisionVariable.Continuous($"x{j}"))];

    private static ParallelOptions Threads(int count) => new() { MaxDegreeOfParallelism = count };
}
#endif
