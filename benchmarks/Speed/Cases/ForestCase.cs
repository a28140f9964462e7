using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Trees;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A tree or a forest beside the same of scikit-learn, with its accuracy on rows held out.</summary>
internal abstract class ForestCase : SpeedCase
{
    public override Family Family => Family.Trees;

    // Forests of 100 trees differ by some thousandths between seeds, single trees by a hundredth.
    public override IReadOnlyList<(string, string, double)> Steps => [("fit", "accuracy", Tolerance), ("predict", "accuracy", Tolerance)];

    protected virtual double Tolerance => 0.01;

    protected abstract IClassifier<IClassifierModel> Learner { get; }

    public override IContender Ours()
    {
        (ClassificationData train, ClassificationData test) = Data();
        IClassifierModel? model = null;
        int[] predicted = [];
        return new InProcess("ClassicML", typeof(ForestClassifierModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = Learner.Fit(train), () => model!.Score(test)),
            ["predict"] = (() => predicted = model!.Predict(test.Features), () => Accuracy(predicted, test)),
        });
    }

    // Accord.NET takes minutes on the large cases.
    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn, PeerNames.Ranger];

    public override IContender Peer(string name) => name switch
    {
        PeerNames.Accord => Learner is DecisionTreeClassifier ? AccordPeers.DecisionTree(Data) : AccordPeers.RandomForest(Data, 100),
        _ => base.Peer(name),
    };

    public override void WriteData(string folder) => WriteSplit(folder, Data());

    protected abstract (ClassificationData Train, ClassificationData Test) Data();

    /// <summary>Two classes parted by eight of fifty columns and a product of two, with some noise; of few values where asked for.</summary>
    protected static (ClassificationData, ClassificationData) Tall(int rows, int levels = 0)
    {
        const int columns = 50, testRows = 20_000;
        var rng = new Rng(3);
        int all = rows + testRows;
        double[] x = new double[all * columns];
        int[] y = new int[all];
        for (int i = 0; i < all; i++)
        {
            double score = 0.3 * (rng.NextDouble() - 0.5);
            for (int j = 0; j < columns; j++)
            {
                double value = rng.NextDouble() + rng.NextDouble() + rng.NextDouble() - 1.5;
                if (levels > 0) value = Math.Floor(value * levels / 3) * 3 / levels;
                x[i * columns + j] = value;
                if (j < 8) score += j % 2 == 0 ? value : -value;
            }
            y[i] = score + x[i * columns + 8] * x[i * columns + 9] > 0 ? 1 : 0;
        }
        var data = new ClassificationData(Matrix.Wrap(x, all, columns), y, new ClassLabels([0, 1]));
        return (data.SelectRows([.. Enumerable.Range(0, rows)]), data.SelectRows([.. Enumerable.Range(rows, testRows)]));
    }
}

/// <summary>One full tree on MNIST.</summary>
internal sealed class TreeMnist : ForestCase
{
    public override string Name => "tree-mnist";

    public override string Summary => "a decision tree by Gini, fully grown, on MNIST (60,000×784)";

    protected override IClassifier<IClassifierModel> Learner => new DecisionTreeClassifier();

    protected override (ClassificationData, ClassificationData) Data() => Datasets.Mnist();
}

/// <summary>One full tree on many rows of continuous columns.</summary>
internal sealed class TreeTall : ForestCase
{
    public override string Name => "tree-tall";

    public override string Summary => "a decision tree by Gini, fully grown, on 500,000×50 continuous values";

    protected override IClassifier<IClassifierModel> Learner => new DecisionTreeClassifier();

    protected override (ClassificationData, ClassificationData) Data() => Tall(500_000);
}

/// <summary>A forest on MNIST, fitted and predicting.</summary>
internal sealed class RfMnist : ForestCase
{
    public override string Name => "rf-mnist";

    public override string Summary => "a random forest of 100 trees on MNIST (60,000×784 to fit on, 10,000 to predict)";

    protected override IClassifier<IClassifierModel> Learner => new RandomForestClassifier();

    protected override (ClassificationData, ClassificationData) Data() => Datasets.Mnist();
}

/// <summary>A forest on many rows of continuous columns.</summary>
internal sealed class RfTall : ForestCase
{
    public override string Name => "rf-tall";

    public override string Summary => "a random forest of 100 trees on 200,000×50 continuous values";

    protected override IClassifier<IClassifierModel> Learner => new RandomForestClassifier();

    protected override (ClassificationData, ClassificationData) Data() => Tall(200_000);
}

/// <summary>A forest on many rows of columns of few values.</summary>
internal sealed class RfLowCardinality : ForestCase
{
    public override string Name => "rf-low-cardinality";

    public override string Summary => "a random forest of 100 trees on 200,000×50 with 8 values a column";

    protected override IClassifier<IClassifierModel> Learner => new RandomForestClassifier();

    protected override (ClassificationData, ClassificationData) Data() => Tall(200_000, levels: 8);
}

/// <summary>Extremely randomised trees on MNIST.</summary>
internal sealed class ExtraTreesMnist : ForestCase
{
    public override string Name => "extra-trees-mnist";

    public override string Summary => "100 extremely randomised trees on MNIST (60,000×784)";

    protected override IClassifier<IClassifierModel> Learner => new ExtraTreesClassifier();

    protected override (ClassificationData, ClassificationData) Data() => Datasets.Mnist();
}

/// <summary>Prediction by a forest of small trees, many rows.</summary>
internal sealed class RfPredict : ForestCase
{
    public override string Name => "rf-predict";

    public override string Summary => "a random forest of 100 trees on Breast cancer (569×30), fitted, predicting 20,000 rows of it";

    public override IReadOnlyList<string> Peers => [.. base.Peers, PeerNames.Accord];

    // Rows that the forest was fitted on: nearly all are right.
    protected override double Tolerance => 0.005;

    protected override IClassifier<IClassifierModel> Learner => new RandomForestClassifier();

    protected override (ClassificationData, ClassificationData) Data()
    {
        ClassificationData all = Datasets.BreastCancer();
        return (all, all.SelectRows([.. Enumerable.Range(0, 20_000).Select(i => i * 7 % all.RowCount)]));
    }
}

/// <summary>One full tree on so few digits of MNIST that every peer splits them in seconds.</summary>
internal sealed class TreeMnist1k : ForestCase
{
    public override string Name => "tree-mnist1k";

    public override string Summary => "a decision tree by Gini, fully grown, on 1,000 digits of MNIST; 10,000 to predict";

    public override IReadOnlyList<string> Peers => [.. base.Peers, PeerNames.Accord];

    // Trees of other seeds differ by 0.03. Accord.NET's gain ratio suits these digits less: its tree lies 0.04 below, and so gets no ratio.
    protected override double Tolerance => 0.03;

    protected override IClassifier<IClassifierModel> Learner => new DecisionTreeClassifier();

    protected override (ClassificationData, ClassificationData) Data() => MnistRows.First(1000, 10_000);
}

/// <summary>A forest on the 8×8 digits.</summary>
internal sealed class RfDigits : ForestCase
{
    public override string Name => "rf-digits";

    public override string Summary => "a random forest of 100 trees on Digits (1347 rows to fit on, 450 to predict)";

    public override IReadOnlyList<string> Peers => [.. base.Peers, PeerNames.OpenCv, PeerNames.Accord];

    // Four rows: as far as seeds part them.
    protected override double Tolerance => 4.0 / 450;

    protected override IClassifier<IClassifierModel> Learner => new RandomForestClassifier();

    protected override (ClassificationData, ClassificationData) Data() => Datasets.Digits().Split(0.25, 1, stratified: true);
}

/// <summary>A forest on so few digits of MNIST that no peer takes minutes.</summary>
internal sealed class RfMnist1k : ForestCase
{
    public override string Name => "rf-mnist1k";

    public override string Summary => "a random forest of 100 trees on 1,000 digits of MNIST; 10,000 to predict";

    public override IReadOnlyList<string> Peers => [.. base.Peers, PeerNames.OpenCv, PeerNames.Accord];

    protected override IClassifier<IClassifierModel> Learner => new RandomForestClassifier();

    protected override (ClassificationData, ClassificationData) Data() => MnistRows.First(1000, 10_000);
}

/// <summary>Forests by bins beside others by bins: 100 trees of at most 256 leaves, the best split first, √p features a node, 255 bins.</summary>
internal abstract class BinnedForestCase : ForestCase
{
    private const int TreeCount = 100, LeafCount = 256;

    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn, PeerNames.XgBoost, PeerNames.LightGbm, PeerNames.MLNet];

    // Others draw 63 % of the rows without replacement, and with several classes grow a tree for each.
    protected override double Tolerance => 0.02;

    protected override IClassifier<IClassifierModel> Learner =>
        new RandomForestClassifier { TreeCount = TreeCount, MaxLeafCount = LeafCount, MaxBins = 255 };

    public override IContender Peer(string name) => name switch
    {
        PeerNames.LightGbm => LightGbm.Forest(Data(), TreeCount, LeafCount),
        PeerNames.MLNet => FastForest.Of(Data(), TreeCount, LeafCount),
        _ => base.Peer(name),
    };
}

/// <summary>A binned forest on MNIST.</summary>
internal sealed class RfMnistBinned : BinnedForestCase
{
    public override string Name => "rf-mnist-binned";

    public override string Summary => "a random forest of 100 trees of 256 leaves on MNIST (60,000×784), by bins";

    protected override (ClassificationData, ClassificationData) Data() => Datasets.Mnist();
}

/// <summary>A binned forest on many rows of continuous columns.</summary>
internal sealed class RfTallBinned : BinnedForestCase
{
    public override string Name => "rf-tall-binned";

    public override string Summary => "a random forest of 100 trees of 256 leaves on 200,000×50 continuous values, by bins";

    protected override (ClassificationData, ClassificationData) Data() => Tall(200_000);
}
